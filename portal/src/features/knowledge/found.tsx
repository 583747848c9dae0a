/** What the search panel finds among the answers. */
import { useDebouncedValue } from "@mantine/hooks";
import { IconFileText } from "@tabler/icons-react";
import { SUGGEST_ARTICLES_Q } from "@/api/limits";
import { firstCharacters } from "@/components/text";
import { useMay } from "@/context/home";
import { usePlaces } from "@/context/places";
import { useSuggestions } from "@/kit/answers/api";
import { Segments } from "@/kit/answers/Segments";
import type { Sought, UseOptions } from "@/kit/feature/feature";
import { useFeatureWords } from "@/kit/feature/features";

const PAUSE = 200;
/** As many letters as are worth a question to the server. */
const LEAST = 3;

export const useFoundAnswers: UseOptions = ({ text, typed }: Sought) => {
  const words = useFeatureWords();
  const may = useMay();
  const places = usePlaces();
  const [settled] = useDebouncedValue(firstCharacters(text, SUGGEST_ARTICLES_Q.most), PAUSE);
  const asked = typed.length >= LEAST && may("search_articles") ? settled : "";
  const { data } = useSuggestions(asked, "");
  const options = (asked ? (data?.items ?? []) : []).map(({ id, title_segments }) => ({
    id,
    label: title_segments.map((segment) => segment.text).join(""),
    marked: <Segments parts={title_segments} />,
    icon: IconFileText,
    leads: { to: places.article, params: { id } },
  }));
  return [{ id: "answers", title: words.name("knowledge"), options }];
};
