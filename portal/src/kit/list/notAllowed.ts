/** The record does not allow the act, by its own word. */
export class NotAllowedError extends Error {
  override readonly name = "NotAllowedError";
}
