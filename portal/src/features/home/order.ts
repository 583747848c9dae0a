/** Which of the narrow things stand two in a row; a narrow one without a neighbour takes the whole row. */
export function paired(narrow: readonly boolean[]): boolean[] {
  const result = narrow.map(() => false);
  for (let index = 0; index + 1 < narrow.length; index += 1) {
    if (!narrow[index] || !narrow[index + 1]) continue;
    result[index] = true;
    result[index + 1] = true;
    index += 1;
  }
  return result;
}

/** The list with one thing taken from its place and put at another. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  const [taken] = next.splice(from, 1);
  if (taken !== undefined) next.splice(to, 0, taken);
  return next;
}
