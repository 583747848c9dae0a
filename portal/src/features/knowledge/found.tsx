/** Answers in the search panel. */
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
import { readings } from "@/kit/feature/sources";

const PAUSE = 200;
/** Fewest letters that are sent to the server. */
const LEAST = 3;

export const useFoundAnswers: UseOptions = ({ text, typed }: Sought) => {
  const words = useFeatureWords();
  const may = useMay();
  const places = usePlaces();
  const open = typed.length >= LEAST && may("search_articles");
  const wanted = open ? firstCharacters(text, SUGGEST_ARTICLES_Q.most) : "";
  const [settled] = useDebouncedValue(wanted, PAUSE);
  const asked = open ? settled : "";
  const suggested = useSuggestions(asked, "");
  // Answers to earlier words are hidden.
  const current = wanted === "" || (asked === wanted && !suggested.isPlaceholderData);
  const found = asked && current ? suggested.data?.items : undefined;
  const options = (found ?? []).map(({ id, title_segments }) => ({
    id,
    label: title_segments.map((segment) => segment.text).join(""),
    marked: <Segments parts={title_segments} />,
    icon: IconFileText,
    leads: { to: places.article, params: { id } },
  }));
  const { searching, failed } = readings([suggested]);
  return {
    groups: [{ id: "answers", title: words.name("knowledge"), options }],
    searching: searching || !current,
    failed: failed && current,
  };
};
