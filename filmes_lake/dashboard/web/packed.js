/** Columns from texts that are shorter than JSON. The program's `dashboard/packing.py` writes them. */

const [UNKNOWN, SMALL_A, CAPITAL_A] = [".", "a", "A"].map((letter) => letter.charCodeAt(0));

/** Whole numbers in base 26: small letters go on, a capital is a number's last digit; an unknown one is a dot, and NaN here. @param {string} text */
export function unpacked(text) {
  const values = [];
  let value = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === UNKNOWN) values.push(NaN);
    else if (code >= SMALL_A) value = value * 26 + code - SMALL_A;
    else {
      values.push(value * 26 + code - CAPITAL_A);
      value = 0;
    }
  }
  return Float64Array.from(values);
}

/** Sorted texts, each of which came as how many letters it shares with the one before and its others. @param {string} text */
export function unfronted(text) {
  let before = "";
  return text ? text.split(" ").map((coded) => (before = before.slice(0, Number(coded[0])) + coded.slice(1))) : [];
}
