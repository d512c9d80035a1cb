/**
 * Texts, numbers and dates in the language of the page. Every text comes from the page's data; here they are filled in.
 * @typedef {{words: Object<string, Object<string, string>>, genre_names: Object<string, Object<string, string>>}} Texts
 */

/** @type {Object<string, string>} */
const LOCALES = { pt: "pt-BR", en: "en-US" };
const speech = { language: "pt", texts: /** @type {Texts} */ ({ words: {}, genre_names: {} }), formats: new Map() };

/** @param {Texts} texts @param {string} language */
export function speak(texts, language) {
  speech.texts = texts;
  speech.language = language;
  speech.formats.clear();
}

/** The text of that name, with `{name}` filled in. @param {string} name @param {Object<string, string | number>} [given] */
export function say(name, given = {}) {
  const text = speech.texts.words[speech.language][name];
  if (text === undefined) throw new Error(`no text is called ${name}`);
  return text.replace(/\{(\w+)\}/g, (_, key) => String(given[key]));
}

/** Whether there is a text of that name. @param {string} name */
export function hasWord(name) {
  return name in speech.texts.words[speech.language];
}

/** A number of things, in the plural that it needs. @param {string} what @param {number} n */
export function count(what, n) {
  const rule = format("plural", () => new Intl.PluralRules(locale())).select(n);
  return say(`${what}.${rule === "one" ? "one" : "other"}`, { n: number(n) });
}

/** @param {string} genre */
export function genreName(genre) {
  return speech.texts.genre_names[speech.language][genre] ?? genre;
}

function locale() {
  return LOCALES[speech.language];
}

/** A format is dear to make and cheap to keep. @param {string} key @param {() => any} make */
function format(key, make) {
  if (!speech.formats.has(key)) speech.formats.set(key, make());
  return speech.formats.get(key);
}

/** @param {string} key @param {Intl.NumberFormatOptions} options @param {number} value */
function formatted(key, options, value) {
  return format(key, () => new Intl.NumberFormat(locale(), options)).format(value);
}

/** @param {number} value @param {number} [digits] */
export function number(value, digits = 0) {
  return formatted(`n${digits}`, { minimumFractionDigits: digits, maximumFractionDigits: digits }, value);
}

/** @param {number} value from 0 to 1 */
export function percent(value) {
  const digits = value > 0 && value < 0.01 ? 1 : 0;
  return formatted(`%${digits}`, { style: "percent", maximumFractionDigits: digits }, value);
}

/** A difference, with its sign. @param {number} value @param {boolean} [share] where it is a part of what was there before */
export function difference(value, share = false) {
  const options = /** @type {Intl.NumberFormatOptions} */ (share ? { style: "percent", maximumFractionDigits: 0 } : { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return formatted(`+${share}`, { ...options, signDisplay: "exceptZero" }, value);
}

/** An amount, short: US$ 245.1M. @param {number} value */
export function dollars(value) {
  const size = Math.abs(value);
  const text = size && size < 1 ? formatted("$ small", { maximumSignificantDigits: 1 }, size) : formatted(size < 1000 ? "$0" : "$1", { notation: "compact", maximumFractionDigits: size < 1000 ? 0 : 1 }, size);
  return `${value < 0 ? "−" : ""}US$ ${text}`;
}

/** What comes back for each dollar spent: a return of 1.91 is US$ 2.91. @param {number} roi */
export function perDollar(roi) {
  return `US$ ${perDollarShort(roi)}`;
}

/** @param {number} roi */
export function perDollarShort(roi) {
  const back = 1 + roi;
  return number(back, back >= 1000 ? 0 : back >= 100 ? 1 : 2);
}

/** @param {number} month from 1 to 12 @param {"short" | "long"} [length] */
export function monthName(month, length = "short") {
  const make = () => new Intl.DateTimeFormat(locale(), { month: length, timeZone: "UTC" });
  return format(`month ${length}`, make).format(new Date(Date.UTC(2020, month - 1, 1))).replace(".", "");
}

/** @param {string} moment as ISO 8601 has it */
export function day(moment) {
  return format("day", () => new Intl.DateTimeFormat(locale(), { dateStyle: "long", timeZone: "UTC" })).format(new Date(moment));
}

/** Names with commas, and a word before the last. @param {string[]} names @param {"conjunction" | "disjunction"} type */
export function list(names, type) {
  return format(`list ${type}`, () => new Intl.ListFormat(locale(), { type })).format(names);
}

/** The order of names in the language. @param {string} a @param {string} b */
export function byName(a, b) {
  return format("order", () => new Intl.Collator(locale())).compare(a, b);
}

/** A value with its unit, by the units that the reports know; what is unknown is a dash. @param {any} value @param {string} unit */
export function cell(value, unit) {
  if (value === null || value === undefined) return "–";
  switch (unit) {
    case "US dollars":
    case "US dollars of ano_base":
      return dollars(value);
    case "ratio":
      return perDollar(value);
    case "score":
      return number(value, 1);
    case "difference":
      return difference(value);
    case "relative difference":
      return difference(value, true);
    case "share":
      return percent(value);
    case "count":
      return number(value);
    case "flag":
      return value ? say("yes") : "";
    case "month":
      return monthName(value, "long");
    default:
      return String(value);
  }
}
