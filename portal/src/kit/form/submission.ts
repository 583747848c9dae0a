/**
 * Key under which a submission is sent. It stays the same while the content does, over retries and reloads. It
 * changes with the content, because a key is valid for one content only.
 */
import { submissionPlace } from "@/api/device";

interface Kept {
  content: string;
  key: string;
}

export class SubmissionKey {
  private readonly place: string;
  private memory: Kept | null = null;

  /** `owner` begins with the ID of the person whose submission it is. */
  constructor(
    owner: string,
    private readonly fresh: () => string,
    private readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> = localStorage,
  ) {
    this.place = submissionPlace(owner);
  }

  for(body: unknown): string {
    const content = JSON.stringify(body);
    const kept = this.recall();
    if (kept?.content === content) return kept.key;
    const key = this.fresh();
    this.keep({ content, key });
    return key;
  }

  /** The content was accepted: the same words again are a new submission. */
  done(): void {
    this.memory = null;
    try {
      this.storage.removeItem(this.place);
    } catch {
      // The key was held in memory only.
    }
  }

  private recall(): Kept | null {
    if (this.memory) return this.memory;
    try {
      return JSON.parse(this.storage.getItem(this.place) ?? "null") as Kept | null;
    } catch {
      return null;
    }
  }

  private keep(kept: Kept): void {
    this.memory = kept;
    try {
      this.storage.setItem(this.place, JSON.stringify(kept));
    } catch {
      // Memory holds the key for as long as the page lives.
    }
  }
}
