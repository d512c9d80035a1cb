/**
 * What the figures are: films in columns, the conditions that leave some out, the aggregates, groups, ranks.
 * Conditions, measures and reports are data of the program's; here they are interpreted, and none is written again.
 * A number that is unknown is NaN in a column and null in a row.
 * @typedef {{size: number, column: Object<string, any>}} Table
 * @typedef {{name: string, column: string, comparison: string, null_removes: boolean, parameter: string, neutral: any}} Condition
 * @typedef {{chosen: number[], mask: Uint8Array, removed: Object<string, number>}} Selection
 * @typedef {{key: any, films: number[], row: Object<string, any>}} Group
 * @typedef {{place: number, films: number[], lower: number, roi: number, name: string}} Candidate
 */

import { unfronted, unpacked } from "./packed.js";

const lowered = (/** @type {string} */ text) => text.toLowerCase();
const numbers = (/** @type {any[]} */ values) => Float64Array.from(values, (value) => (value === null ? NaN : value));

/** What every table of titles shares. @param {any} packed @param {string} id @param {string[]} genres @param {string[]} numeric */
function titles(packed, id, genres, numeric) {
  const sets = packed.combinations.map((/** @type {number[]} */ places) => places.map((place) => genres[place]));
  const lists = sets.map((/** @type {string[]} */ names) => names.map(lowered));
  const places = Array.from(unpacked(packed.generos));
  const column = {
    [id]: unfronted(packed[id]),
    titulo: packed.titulo,
    genres: places.map((place) => sets[place]),
    generos: places.map((place) => lists[place]),
    ...Object.fromEntries(numeric.map((name) => [name, typeof packed[name] === "string" ? unpacked(packed[name]) : numbers(packed[name])])),
  };
  return { size: packed.titulo.length, column };
}

/** The films with both amounts, as paid or in real dollars. @param {any} data @param {string} dollars @returns {Table} */
export function filmTable(data, dollars) {
  const numeric = ["ano", "mes", "orcamento", "receita", "popularidade", "nota_imdb", "votos_imdb"];
  const table = titles(data.films, "id_filme", data.genres, numeric);
  const { column, size } = table;
  const derived = (/** @type {(place: number) => number} */ of) => Float64Array.from({ length: size }, (_, place) => of(place));
  const factor = derived((i) => data.prices.factors[column.ano[i]] ?? NaN);
  column.decada = derived((i) => column.ano[i] - (column.ano[i] % 10));
  column.roi = derived((i) => (column.receita[i] - column.orcamento[i]) / column.orcamento[i]);
  column.orcamento_corrigido = derived((i) => column.orcamento[i] * factor[i]);
  column.receita_corrigida = derived((i) => column.receita[i] * factor[i]);
  if (dollars === "real") {
    column.orcamento = column.orcamento_corrigido.map(Math.round);
    column.receita = column.receita_corrigida.map(Math.round);
  }
  column.lucro = derived((i) => column.receita[i] - column.orcamento[i]);
  for (const name of ["adulto", "video", "suspeito"]) {
    column[name] = new Float64Array(size).fill(NaN);
    for (const place of data.films[name]) column[name][place] = 1;
  }
  return table;
}

/** @param {any} data @returns {Table} */
export function seriesTable(data) {
  const numeric = ["ano_lancamento", "ano_termino", "popularidade", "nota_imdb", "votos_imdb", "temporadas"];
  const table = titles(data.series, "id_serie", data.genres, numeric);
  table.column.ano = table.column.ano_lancamento;
  return table;
}

/** Artists of two films and more, with the places of their films, and how many others each film has; those of too few films have no name. @param {any} data */
export function artistTable(data) {
  const { named_from, nome_artista, identidade, films, alone } = data.artists;
  const places = placesOf(unpacked(films));
  let named = 0;
  const names = places.map((of) => (of.length >= named_from ? nome_artista[named++] : ""));
  const other = new Map(Object.entries(identidade).flatMap(([name, of]) => of.map((/** @type {number} */ place) => [place, name])));
  return { named_from, names, films: places, alone: unpacked(alone), identity: (/** @type {number} */ place) => other.get(place) ?? "nome" };
}

/** Ascending places from their steps: of each list its length and the differences, that of the first to the list's before. @param {Float64Array} steps */
function placesOf(steps) {
  const lists = [];
  let first = 0;
  for (let at = 0; at < steps.length; ) {
    const length = steps[at++];
    let place = (first += steps[at]);
    lists.push(Int32Array.from({ length }, (_, i) => (i ? (place += steps[at + i]) : place)));
    at += length;
  }
  return lists;
}

/** Whether a parameter is neither null nor neutral. @param {Condition} condition @param {any} asked */
function isAsked(condition, asked) {
  return asked !== null && asked !== undefined && (Array.isArray(condition.neutral) || asked !== condition.neutral);
}

/** When a known value leaves a title out. @param {Condition} condition @param {any} asked @returns {(value: any) => boolean} */
function comparison(condition, asked) {
  switch (condition.comparison) {
    case "never":
      return () => false;
    case "always":
      return () => true;
    case "true":
      return (value) => Boolean(value);
    case "below":
      return (value) => value < asked;
    case "above":
      return (value) => value > asked;
    case "none of": {
      const wanted = new Set(asked.map(lowered));
      return (value) => !value.some((/** @type {string} */ member) => wanted.has(member));
    }
    default:
      throw new Error(`no such comparison: ${condition.comparison}`);
  }
}

/** Which titles pass, and how many each condition with a parameter removed. @param {Table} table @param {Condition[]} conditions @param {Object<string, any>} asked @returns {Selection} */
export function select(table, conditions, asked) {
  const out = new Uint8Array(table.size);
  const removed = /** @type {Object<string, number>} */ ({});
  for (const condition of conditions) {
    if (!condition.parameter) continue;
    removed[condition.name] = 0;
    if (!isAsked(condition, asked[condition.parameter])) continue;
    const test = comparison(condition, asked[condition.parameter]);
    const column = table.column[condition.column];
    for (let i = 0; i < table.size; i += 1) {
      if (out[i]) continue;
      const value = column[i];
      if (Number.isNaN(value) ? condition.null_removes : test(value)) {
        out[i] = 1;
        removed[condition.name] += 1;
      }
    }
  }
  const chosen = [];
  for (let i = 0; i < table.size; i += 1) if (!out[i]) chosen.push(i);
  return { chosen, mask: out.map((left) => 1 - left), removed };
}

/** The funnel, the conditions without a parameter included, which the program evaluated. @param {Condition[]} conditions @param {Object<string, number>} counts @param {Object<string, number>} removed */
export function funnelSteps(conditions, counts, removed) {
  let left = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const steps = [{ condition: "", removed: 0, left }];
  for (const { name, parameter } of conditions) {
    const gone = (parameter ? removed[name] : counts[name]) ?? 0;
    left -= gone;
    steps.push({ condition: name, removed: gone, left });
  }
  return steps;
}

/** @param {ArrayLike<number>} column @param {number[]} films */
function total(column, films) {
  let sum = 0;
  for (const film of films) if (!Number.isNaN(column[film])) sum += column[film];
  return sum;
}

/** @param {ArrayLike<any>} column @param {number[]} films */
function known(column, films) {
  let n = 0;
  for (const film of films) if (!Number.isNaN(column[film])) n += 1;
  return n;
}

/** The values that are known, and their number. @param {ArrayLike<number>} column @param {number[]} films */
function knownValues(column, films) {
  const values = new Float64Array(films.length);
  let n = 0;
  for (const film of films) if (!Number.isNaN(column[film])) values[n++] = column[film];
  return { values, n };
}

/** @param {ArrayLike<number>} column @param {number[]} films */
function median(column, films) {
  const { values, n } = knownValues(column, films);
  if (!n) return null;
  const middle = n >> 1;
  const upper = nth(values, n, middle);
  if (n % 2) return upper;
  let lower = -Infinity;
  for (let i = 0; i < middle; i += 1) if (values[i] > lower) lower = values[i];
  return (lower + upper) / 2;
}

/** The value that stands at place `k` of the first `n` once they are sorted; smaller ones are before it then (Hoare's selection). @param {Float64Array} values @param {number} n @param {number} k */
function nth(values, n, k) {
  let [low, high] = [0, n - 1];
  while (low < high) {
    const pivot = values[(low + high) >> 1];
    let [i, j] = [low, high];
    while (i <= j) {
      while (values[i] < pivot) i += 1;
      while (values[j] > pivot) j -= 1;
      if (i > j) break;
      const swapped = values[i];
      values[i++] = values[j];
      values[j--] = swapped;
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else break;
  }
  return values[k];
}

/** The value at the rank that bounds a median, counted from either end. @param {any} measure @param {any} column @param {number[]} films @param {boolean} upper */
function medianBound(measure, column, films, upper) {
  const { values, n } = knownValues(column[measure.of], films);
  const rank = Math.floor((n + 1 - measure.quantiles[0] * Math.sqrt(n)) / 2);
  return rank < 1 ? null : nth(values, n, upper ? n - rank : rank - 1);
}

/** A pooled figure, less or more half its interval's width. @param {any} measure @param {any} column @param {number[]} films @param {number} sign */
function pooledBound(measure, column, films, sign) {
  const pooled = AGGREGATES.pooled(measure, column, films);
  const [of, per] = [column[measure.of], column[measure.per]];
  const freedom = known(of, films) - 1;
  if (pooled === null || freedom < 1) return null;
  let squares = 0;
  for (const film of films) squares += (of[film] - pooled * per[film]) ** 2 || 0;
  const student = measure.quantiles.reduceRight((/** @type {number} */ inner, /** @type {number} */ outer) => outer + inner / freedom);
  return pooled + (sign * student * Math.sqrt(((freedom + 1) * squares) / freedom)) / total(per, films);
}

/** How each aggregate is made of many films. @type {Object<string, (measure: any, column: any, films: number[]) => number | null>} */
const AGGREGATES = {
  count: (measure, column, films) => known(column[measure.of], films),
  sum: (measure, column, films) => (known(column[measure.of], films) ? total(column[measure.of], films) : null),
  mean: (measure, column, films) => {
    const n = known(column[measure.of], films);
    return n ? total(column[measure.of], films) / n : null;
  },
  pooled: (measure, column, films) => {
    const per = total(column[measure.per], films);
    return per ? total(column[measure.of], films) / per : null;
  },
  median: (measure, column, films) => median(column[measure.of], films),
  "pooled, lower bound": (measure, column, films) => pooledBound(measure, column, films, -1),
  "pooled, upper bound": (measure, column, films) => pooledBound(measure, column, films, 1),
  "median, lower bound": (measure, column, films) => medianBound(measure, column, films, false),
  "median, upper bound": (measure, column, films) => medianBound(measure, column, films, true),
};

/** A measure over films. @param {any} measure @param {Table} table @param {number[]} films */
export function measured(measure, table, films) {
  return AGGREGATES[measure.aggregate](measure, table.column, films);
}

/** A report's columns that are measures, over films. @param {any} report @param {Object<string, any>} measures @param {Table} table @param {number[]} films */
export function measuredRow(report, measures, table, films) {
  const row = /** @type {Object<string, any>} */ ({});
  for (const { measure } of report.columns) if (measure) row[measure] = measured(measures[measure], table, films);
  return row;
}

/** Films by group, in the groups' order, those of none last. @param {Table} table @param {string} by @param {number[]} films @returns {Map<any, number[]>} */
export function grouped(table, by, films) {
  const groups = new Map();
  const add = (/** @type {any} */ key, /** @type {number} */ film) => {
    const found = groups.get(key);
    if (found) found.push(film);
    else groups.set(key, [film]);
  };
  if (by === "genero") {
    for (const film of films) {
      const genres = table.column.genres[film];
      if (genres.length) for (const genre of genres) add(genre, film);
      else add(null, film);
    }
  } else {
    const column = table.column[by];
    for (const film of films) add(Number.isNaN(column[film]) ? null : column[film], film);
  }
  const order = (/** @type {any} */ a, /** @type {any} */ b) => (a === null ? 1 : b === null ? -1 : a < b ? -1 : 1);
  return new Map([...groups].sort(([a], [b]) => order(a, b)));
}

/** The rows of a grouped report. @param {any} report @param {Object<string, any>} measures @param {Table} table @param {number[]} films @param {{min_films: number, ano_base: number | null}} given @returns {Group[]} */
export function groupRows(report, measures, table, films, given) {
  const [first] = report.columns;
  const whole = measured(measures.roi_total, table, films);
  return [...grouped(table, first.name, films)].map(([key, members]) => {
    const row = measuredRow(report, measures, table, members);
    const few = members.length < given.min_films;
    return { key, films: members, row: { [first.name]: key, ...row, roi_total_geral: whole, poucos_filmes: few, ano_base: given.ano_base } };
  });
}

/** How many different artists the films have: those of one film by number, the others by name. @param {any} artists @param {Selection} selection */
export function artistCount(artists, selection) {
  let n = 0;
  for (const film of selection.chosen) n += artists.alone[film];
  for (const films of artists.films) if (isAnyChosen(films, selection.mask)) n += 1;
  return n;
}

/** Asked of eleven thousand artists at each filter: a loop is quicker than `some`. @param {Int32Array} films @param {any} mask */
function isAnyChosen(films, mask) {
  for (let i = 0; i < films.length; i += 1) if (mask[films[i]]) return true;
  return false;
}

/** To a millionth, as the report ranks; unknown ones last. @param {number | null} value */
const ranking = (value) => (value === null ? -Number.MAX_VALUE : Math.round(value * 1e6));

/** Those of the films that are selected. @param {Int32Array} films @param {Uint8Array} mask @returns {number[]} */
export function chosenOf(films, mask) {
  const chosen = [];
  for (let i = 0; i < films.length; i += 1) if (mask[films[i]]) chosen.push(films[i]);
  return chosen;
}

/** The rows of the report of artists, and how many artists are in enough films. @param {any} report @param {Object<string, any>} measures @param {Table} table @param {any} artists @param {Selection} selection @param {{min_films: number, top: number | null}} given */
export function artistRows(report, measures, table, artists, selection, given) {
  const candidates = /** @type {Candidate[]} */ ([]);
  artists.films.forEach((/** @type {Int32Array} */ all, /** @type {number} */ place) => {
    if (all.length < given.min_films) return;
    const films = chosenOf(all, selection.mask);
    if (!films.length || films.length < given.min_films) return;
    candidates.push({ place, films, lower: NaN, roi: ranking(measured(measures.roi_total, table, films)), name: artists.names[place] });
  });
  const top = given.top ?? candidates.length;
  const first = contenders(candidates, top, (films) => ranking(measured(measures.roi_total_inferior, table, films)));
  first.sort((a, b) => b.lower - a.lower || b.roi - a.roi || b.films.length - a.films.length || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.place - b.place));
  const rows = first.slice(0, top).map(({ place, films, name }) => {
    return { nome_artista: name, ...measuredRow(report, measures, table, films), identidade: artists.identity(place), films };
  });
  return { rows, all: candidates.length };
}

/** Those who can be among the first `top`, with their interval's lower end: that is never above the return, so nobody needs one whose return is below `top` ends of others. @param {Candidate[]} candidates @param {number} top @param {(films: number[]) => number} lowerOf */
function contenders(candidates, top, lowerOf) {
  const ordered = [...candidates].sort((a, b) => b.roi - a.roi);
  const step = Math.max(top, 1);
  let [seen, least] = [0, -Infinity];
  while (seen < ordered.length && ordered[seen].roi >= least) {
    for (const candidate of ordered.slice(seen, seen + step)) candidate.lower = lowerOf(candidate.films);
    seen = Math.min(seen + step, ordered.length);
    if (seen >= step) least = nth(Float64Array.from(ordered.slice(0, seen), ({ lower }) => lower), seen, seen - step);
  }
  return ordered.slice(0, seen);
}

const rankings = new WeakMap();

/** The selected titles by columns, the greatest first, unknown ones last, ids last of all. @param {Table} table @param {Selection} selection @param {string[]} columns @returns {number[]} */
export function ranked(table, selection, columns) {
  const known = rankings.get(table) ?? new Map();
  rankings.set(table, known);
  const name = columns.join();
  if (!known.has(name)) known.set(name, Array.from({ length: table.size }, (_, place) => place).sort(greatestFirst(columns.map((one) => table.column[one]))));
  return known.get(name).filter((/** @type {number} */ place) => selection.mask[place]);
}

/** @param {Float64Array[]} keys @returns {(a: number, b: number) => number} */
function greatestFirst(keys) {
  return (a, b) => {
    for (const key of keys) {
      if (key[a] === key[b] || (Number.isNaN(key[a]) && Number.isNaN(key[b]))) continue;
      if (Number.isNaN(key[a])) return 1;
      return Number.isNaN(key[b]) ? -1 : key[b] - key[a];
    }
    return a - b;
  };
}

/** A title as a report's row. @param {any} report @param {Table} table @param {number} place */
export function titleRow(report, table, place) {
  const row = /** @type {Object<string, any>} */ ({});
  for (const { name } of report.columns) {
    const value = table.column[name]?.[place];
    row[name] = value === undefined || Number.isNaN(value) ? null : value;
  }
  return row;
}

const orders = new WeakMap();

/** The places of known values, from the least on; made once, since a selection keeps the order. @param {Float64Array} column */
function ascending(column) {
  let order = orders.get(column);
  if (!order) {
    order = Array.from(column.keys()).filter((place) => !Number.isNaN(column[place])).sort((a, b) => column[a] - column[b]);
    orders.set(column, order);
  }
  return order;
}

/** Twice the difference of each rank and the mean one; ties share theirs. @param {Float64Array} column @param {(place: number) => boolean} counts */
function centredRanks(column, counts) {
  const places = ascending(column).filter(counts);
  const ranks = new Float64Array(column.length);
  for (let from = 0; from < places.length; ) {
    let to = from;
    while (to < places.length && column[places[to]] === column[places[from]]) to += 1;
    for (let i = from; i < to; i += 1) ranks[places[i]] = from + to - places.length;
    from = to;
  }
  return { ranks, places };
}

/** Spearman's rank correlation over the films that have both values; null where one of them is the same for all. @param {Table} table @param {Selection} selection @param {string} x @param {string} y */
export function rankCorrelation(table, selection, x, y) {
  const [xs, ys] = [table.column[x], table.column[y]];
  const counts = (/** @type {number} */ i) => Boolean(selection.mask[i]) && !Number.isNaN(xs[i]) && !Number.isNaN(ys[i]);
  const [a, b] = [centredRanks(xs, counts), centredRanks(ys, counts)];
  let [xy, xx, yy] = [0, 0, 0];
  for (const place of a.places) {
    xy += a.ranks[place] * b.ranks[place];
    xx += a.ranks[place] ** 2;
    yy += b.ranks[place] ** 2;
  }
  const scale = Math.sqrt(xx) * Math.sqrt(yy);
  return { coefficient: scale ? xy / scale : null, films: a.places.length };
}
