/** The record no longer allows the act. */
export class NotAllowedError extends Error {
  override readonly name = "NotAllowedError";
}
