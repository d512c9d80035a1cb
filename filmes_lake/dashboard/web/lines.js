/**
 * Lines over years, dashed where a year's value is one of several years: `reach` says how many on either side, and `n`
 * how many films that makes.
 * @typedef {{year: number, reach: number, n: number, values: number[]}} YearPoint
 */

import { BAR_FONT, gridLine } from "./bars.js";
import { svg } from "./nodes.js";
import { evenScale, textWidth } from "./scales.js";
import { dollars } from "./words.js";
/** @import { Scale } from "./scales.js" */

/** @param {YearPoint[]} points @param {{width: number, height: number, names: string[], axis: string, tip: any, describe: (point: YearPoint) => string, figures: (point: YearPoint, place: number) => Object<string, any>}} options */
export function lineChart(points, options) {
  const { width, height, names } = options;
  const top = Math.max(...points.flatMap((point) => point.values), 0) * 1.05 || 1;
  const area = { top: 30, bottom: height - 28 };
  const y = evenScale(0, top, area.bottom, area.top);
  const left = Math.max(...y.ticks.map((tick) => textWidth(dollars(tick), BAR_FONT))) + 10;
  const endings = Math.max(...names.map((name) => textWidth(name, `600 ${BAR_FONT}`))) + 12;
  const years = points.map((point) => point.year);
  const x = evenScale(Math.min(...years), Math.max(...years), left + 6, width - endings, Math.max(2, Math.floor(width / 90)));
  const grid = y.ticks.map((tick) => gridLine(left, width - endings + 6, y.place(tick), dollars(tick)));
  const whole = x.ticks.filter(Number.isInteger);
  const labels = whole.map((year) => svg("text", { class: "label", x: x.place(year), y: height - 8, "text-anchor": "middle" }, String(year)));
  const series = names.map((_, place) => {
    const paths = ["line", "line around"].map((kind) => svg("path", { class: kind, d: linePath(points, place, kind === "line", x, y) }));
    const dots = points.map((point) => {
      const dot = svg("circle", { class: point.reach ? "thin" : "dot", cx: x.place(point.year), cy: y.place(point.values[place]), r: 2, ...options.figures(point, place) });
      options.tip(dot, () => options.describe(point));
      return dot;
    });
    const at = y.place(points[points.length - 1].values[place]);
    return { at, node: svg("g", { class: `series s${place}` }, ...paths, ...dots) };
  });
  const end = width - endings + 10;
  const ends = spread(series.map((one) => one.at), 15).map((at, i) => svg("text", { class: `value end s${i}`, x: end, y: at + 4 }, names[i]));
  return svg(
    "svg",
    { class: "chart", width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": options.axis },
    ...grid,
    svg("text", { class: "axis", x: 0, y: 12 }, options.axis),
    ...labels,
    ...series.map((one) => one.node),
    ...ends,
  );
}

/** The steps from year to year, between single years or the others. @param {YearPoint[]} points @param {number} place @param {boolean} single @param {Scale} x @param {Scale} y */
function linePath(points, place, single, x, y) {
  const at = (/** @type {YearPoint} */ point) => `${x.place(point.year).toFixed(1)} ${y.place(point.values[place]).toFixed(1)}`;
  return points.map((point, i) => {
    const before = points[i - 1];
    const joined = before && point.year - before.year === 1 && single === !(point.reach || before.reach);
    return joined ? `M${at(before)}L${at(point)}` : "";
  }).join("");
}

/** Heights that leave room for a line of text each. @param {number[]} heights @param {number} gap */
function spread(heights, gap) {
  const order = heights.map((_, i) => i).sort((a, b) => heights[a] - heights[b]);
  const result = [...heights];
  order.forEach((place, i) => {
    if (i && result[place] - result[order[i - 1]] < gap) result[place] = result[order[i - 1]] + gap;
  });
  return result;
}
