/** Reading CSV files that people choose: their letters and their cells. */

/** Text of a file: in Unicode as its mark says, else in UTF-8 or, where that does not fit, as older spreadsheets write. */
export function textOfFile(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** First of comma, semicolon and tab that the first line of a text has. */
function firstSeparator(text: string): string {
  const [first = ""] = text.split(/\r?\n/, 1);
  const unquoted = first.replace(/"[^"]*"/g, "");
  return [",", ";", "\t"].find((one) => unquoted.includes(one)) ?? ",";
}

/** Cells of a CSV text (RFC 4180). Without a separator, it is the first that the first line has. */
export function cellsOf(text: string, separator = firstSeparator(text)): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  const endCell = () => {
    row.push(cell.trim());
    cell = "";
  };
  const endRow = () => {
    endCell();
    rows.push(row);
    row = [];
  };
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (letter === '"' && cell.trim() === "") {
      cell = "";
      quoted = true;
    } else if (letter === separator) endCell();
    else if (letter === "\n") endRow();
    else if (letter !== "\r") cell += letter;
  }
  if (cell !== "" || row.length > 0) endRow();
  return rows;
}
