/**
 * Artists as points: how many films, and what these returned together. An artist's number is the place in the page's
 * table of artists.
 */

import { chosenOf, measured } from "./figures.js";
import { isolated } from "./nodes.js";
import { count, dollars, number, perDollar, say } from "./words.js";
/** @import { PointModel } from "./points.js" */

/** What a highlight is by where it means the films of an artist. */
export const ARTIST = "artista";

// Artists stand in columns, as many films as they have: within these, they are spread.
const SPREAD = 0.66;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * The selected artists with enough films, and by each one's number what his films come to.
 * @typedef {{artists: number[], films: number[], back: number[], popularity: number[]}} ArtistFigures
 */

/** @param {any} app @param {any} picture @param {number} least @returns {ArtistFigures} */
export function artistFigures(app, picture, least) {
  const { measures } = app.definition;
  const [value, size] = [measures[picture.y[0]], measures[picture.size]];
  const { mask } = app.selection;
  const found = /** @type {ArtistFigures} */ ({ artists: [], films: [], back: [], popularity: [] });
  app.artists.films.forEach((/** @type {Int32Array} */ films, /** @type {number} */ artist) => {
    if (films.length < least) return;
    const chosen = chosenOf(films, mask);
    if (!chosen.length || chosen.length < least) return;
    found.artists.push(artist);
    found.films[artist] = chosen.length;
    found.back[artist] = 1 + (measured(value, app.films, chosen) ?? NaN);
    found.popularity[artist] = measured(size, app.films, chosen) ?? 0;
  });
  return found;
}

/** @param {any} app @param {any} picture @param {ArtistFigures} found @returns {PointModel} */
export function artistModel(app, picture, { artists, films, back, popularity }) {
  const name = (/** @type {number} */ artist) => app.artists.names[artist];
  const axis = (/** @type {string} */ what) => say("axis.log", { what: say(`axis.${what}`) });
  return {
    items: artists,
    noun: "artists",
    x: (artist) => films[artist] + (((artist * GOLDEN) % 1) - 0.5) * SPREAD,
    y: (artist) => back[artist],
    size: (artist) => Math.min(1.4 + Math.sqrt(Math.max(popularity[artist], 0)) * 0.35, 7),
    lost: (artist) => back[artist] < app.even,
    title: name,
    log: { x: true, y: true },
    axis: { x: axis(picture.x), y: axis("per_dollar") },
    format: { x: number, y: dollars },
    line: () => app.even,
    notable: unsurpassed(artists, films, back),
    lit: litArtists(app, artists),
    describe: (artist) => say("point", { title: isolated(name(artist)), x: count("films", films[artist]), y: perDollar(back[artist] - 1) }),
    pick: (artist) => app.toggle({ by: ARTIST, key: artist }),
  };
}

/** Those of whom nobody has as many films and a higher return; most films first. @param {number[]} artists @param {number[]} films @param {number[]} back */
function unsurpassed(artists, films, back) {
  const best = /** @type {number[]} */ ([]);
  for (const artist of artists) if (!(back[artist] <= back[best[films[artist]]])) best[films[artist]] = artist;
  let highest = -Infinity;
  return Object.values(best).reverse().filter((artist) => {
    const higher = back[artist] > highest;
    if (higher) highest = back[artist];
    return higher;
  });
}

/** The artist that is highlighted, or those of the films that are. @param {any} app @param {number[]} artists @returns {Set<number> | null} */
function litArtists(app, artists) {
  if (!app.lit) return null;
  if (app.highlight.by === ARTIST) return new Set([app.highlight.key]);
  return new Set(artists.filter((artist) => app.artists.films[artist].some((/** @type {number} */ film) => app.lit.has(film))));
}
