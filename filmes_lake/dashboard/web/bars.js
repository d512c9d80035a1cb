/**
 * Bars from zero, with a second measure as a tick and the interval of the first as a thin line; a bar that is like all
 * others together, as far as its interval tells, is hollow. Small groups are grey and starred and never set the scale: where one
 * goes beyond it, its bar ends at the edge and its value is written.
 * @typedef {{label: string, title: string, value: number | null, tick?: number | null, few: boolean, n: number, lit: boolean,
 *   dim: boolean, interval?: number[] | null, like?: boolean, pick?: () => void,
 *   figures: {value: Object<string, any>, tick?: Object<string, any>, n: Object<string, any>, interval?: Object<string, any>[]}}} Bar
 * @typedef {{width: number, format: (value: number) => string, axis: string, tickFormat: (value: number) => string,
 *   line?: number, tip: (node: Element, text: () => string) => void}} BarOptions
 */

import { shortened, svg } from "./nodes.js";
import { evenScale, fitted, textWidth } from "./scales.js";
import { count, number } from "./words.js";

export const BAR_FONT = "12px system-ui, sans-serif";

/** The end of the scale: the greatest of the groups that are large enough, and the line. @param {Bar[]} bars @param {number} line */
function greatest(bars, line) {
  const large = bars.filter((bar) => !bar.few && bar.value !== null);
  const counted = large.length ? large : bars;
  return Math.max(line, ...counted.flatMap((bar) => [bar.value ?? 0, bar.tick ?? 0])) * 1.04 || 1;
}

/** @param {Bar} bar @param {BarOptions} options @param {Element[]} children */
function barGroup(bar, options, children) {
  const interval = bar.interval ? ` (95%: ${bar.interval.map(options.format).join(" – ")})` : "";
  const label = `${bar.title}: ${bar.value === null ? "–" : options.format(bar.value)}${interval}; ${count("films", bar.n)}`;
  const classes = ["bar", bar.few && "few", bar.like && "like", bar.lit && "lit", bar.dim && "dim"].filter(Boolean).join(" ");
  const pressed = bar.pick ? { tabindex: 0, role: "button", "aria-pressed": String(bar.lit), onclick: bar.pick } : { role: "img" };
  const keys = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    bar.pick?.();
  };
  const group = svg("g", { class: classes, "aria-label": label, ...pressed, onkeydown: keys }, ...children);
  options.tip(group, () => label);
  return group;
}

/** The value as it is written beside a bar. @param {Bar} bar @param {BarOptions} options */
function written(bar, options) {
  return bar.value === null ? "–" : `${options.format(bar.value)}${bar.few ? " *" : ""}`;
}

/** Where the ends of an interval lie, within the scale; none without one. @param {Bar} bar @param {{place: (value: number) => number}} scale @param {number} top */
function intervalPlaces(bar, scale, top) {
  return (bar.interval ?? []).map((value) => scale.place(Math.min(Math.max(value, 0), top)));
}

/** Upright bars. @param {Bar[]} bars @param {BarOptions & {height: number}} options */
export function columnChart(bars, options) {
  const { width, height, line = 0 } = options;
  const top = greatest(bars, line);
  const area = { top: 40, bottom: height - 40 };
  const scale = evenScale(0, top, area.bottom, area.top);
  const left = Math.max(...scale.ticks.map((tick) => textWidth(options.tickFormat(tick), BAR_FONT))) + 10;
  const step = (width - left - 4) / bars.length;
  const grid = scale.ticks.map((tick) => gridLine(left, width, scale.place(tick), options.tickFormat(tick)));
  const groups = bars.map((bar, i) => {
    const x = left + i * step + step * 0.14;
    const wide = step * 0.72;
    const y = scale.place(Math.min(bar.value ?? 0, top));
    const middle = x + wide / 2;
    const text = written(bar, options);
    const ends = intervalPlaces(bar, scale, top);
    const fits = textWidth(text, BAR_FONT) < step + 2;
    const tick = bar.tick === null || bar.tick === undefined ? null : scale.place(Math.min(bar.tick, top));
    return barGroup(bar, options, /** @type {Element[]} */ ([
      svg("rect", { class: "reach", x: left + i * step, y: area.top, width: step, height: area.bottom - area.top }),
      svg("rect", { class: "mark", x, y, width: wide, height: Math.max(area.bottom - y, 0), rx: 2, ...bar.figures.value }),
      ...ends.map((end, place) => svg("line", { class: "interval", x1: middle, x2: middle, y1: y, y2: end, ...bar.figures.interval?.[place] })),
      tick !== null && svg("line", { class: "tick", x1: x - 2, x2: x + wide + 2, y1: tick, y2: tick, ...bar.figures.tick }),
      fits && svg("text", { class: "value", x: middle, y: Math.min(y, tick ?? y, ...ends) - 6, "text-anchor": "middle" }, text),
      svg("text", { class: "label", x: middle, y: area.bottom + 16, "text-anchor": "middle" }, bar.label),
      svg("text", { class: "small", x: middle, y: area.bottom + 31, "text-anchor": "middle", ...bar.figures.n }, number(bar.n)),
    ].filter(Boolean)));
  });
  return svg(
    "svg",
    { class: "chart", width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": options.axis },
    ...grid,
    svg("text", { class: "axis", x: 0, y: 12 }, options.axis),
    svg("text", { class: "small", x: left - 6, y: area.bottom + 31, "text-anchor": "end" }, "n"),
    line ? svg("line", { class: "even", x1: left, x2: width, y1: scale.place(line), y2: scale.place(line) }) : null,
    ...groups,
  );
}

/** @param {number} from @param {number} to @param {number} y @param {string} text */
export function gridLine(from, to, y, text) {
  return svg(
    "g",
    { class: "grid", "aria-hidden": "true" },
    svg("line", { x1: from, x2: to, y1: y, y2: y }),
    svg("text", { class: "small", x: from - 6, y: y + 4, "text-anchor": "end" }, text),
  );
}

/** Bars one below the other, which need little width. @param {Bar[]} bars @param {BarOptions} options */
export function rowChart(bars, options) {
  const { width, line = 0 } = options;
  const [row, top] = [23, 26];
  const height = top + bars.length * row + 6;
  const labels = bars.map((bar) => fitted(shortened(bar.label, 22), width * 0.55, BAR_FONT));
  const left = Math.max(...labels.map((label) => textWidth(label, BAR_FONT))) + 12;
  const beside = (/** @type {Bar} */ bar) => `${written(bar, options)}`;
  const counts = Math.max(...bars.map((bar) => textWidth(number(bar.n), BAR_FONT))) + 8;
  const right = width - counts - Math.max(...bars.map((bar) => textWidth(beside(bar), `600 ${BAR_FONT}`))) - 12;
  const end = greatest(bars, line);
  const scale = evenScale(0, end, left, Math.max(right, left + 20));
  const groups = bars.map((bar, i) => {
    const y = top + i * row;
    const x = scale.place(Math.min(bar.value ?? 0, end));
    const tick = bar.tick === null || bar.tick === undefined ? null : scale.place(Math.min(bar.tick, end));
    const ends = intervalPlaces(bar, scale, end);
    const middle = y + row / 2;
    return barGroup(bar, options, /** @type {Element[]} */ ([
      svg("rect", { class: "reach", x: 0, y, width, height: row }),
      svg("text", { class: "label", x: left - 8, y: y + 16, "text-anchor": "end" }, labels[i]),
      svg("rect", { class: "mark", x: left, y: y + 4, width: Math.max(x - left, 1), height: row - 8, rx: 2, ...bar.figures.value }),
      ...ends.map((to, place) => svg("line", { class: "interval", x1: x, x2: to, y1: middle, y2: middle, ...bar.figures.interval?.[place] })),
      tick !== null && svg("line", { class: "tick", x1: tick, x2: tick, y1: y + 2, y2: y + row - 2, ...bar.figures.tick }),
      svg("text", { class: "value", x: Math.max(x, tick ?? 0, ...ends) + 6, y: y + 16 }, beside(bar)),
      svg("text", { class: "small", x: width - 2, y: y + 16, "text-anchor": "end", ...bar.figures.n }, number(bar.n)),
    ].filter(Boolean)));
  });
  return svg(
    "svg",
    { class: "chart", width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": options.axis },
    svg("text", { class: "axis", x: 0, y: 12 }, options.axis),
    svg("text", { class: "small", x: width - 2, y: 12, "text-anchor": "end" }, "n"),
    line ? svg("line", { class: "even", x1: scale.place(line), x2: scale.place(line), y1: top, y2: height - 4 }) : null,
    ...groups,
  );
}

/**
 * What is left after each step, as a bar that shrinks, with what the step took beside it.
 * @param {{label: string, removed: number, left: number, total: boolean, figures: {removed: Object<string, any>, left: Object<string, any>}}[]} steps
 * @param {{width: number, axis: string}} options
 */
export function funnelChart(steps, options) {
  const { width } = options;
  const labels = Math.max(...steps.map((step) => textWidth(step.label, BAR_FONT))) + 14;
  // Labels stand above their bars where they would take too much of the width beside them.
  const narrow = labels > width * 0.65;
  const [row, top] = [narrow ? 38 : 25, 4];
  const all = steps[0].left || 1;
  const left = narrow ? 0 : labels;
  const numbersWide = textWidth(number(-all), `600 ${BAR_FONT}`) + 14;
  const scale = evenScale(0, all, left, width - numbersWide);
  const groups = steps.map((step, i) => {
    const y = top + i * row + (narrow ? 16 : 0);
    const [from, to] = step.total ? [0, step.left] : [step.left, step.left + step.removed];
    const [x, end] = [scale.place(from), scale.place(to)];
    const text = step.total ? number(step.left) : step.removed ? `−${number(step.removed)}` : "0";
    const shown = step.total ? step.figures.left : step.figures.removed;
    return svg(
      "g",
      { class: step.total ? "step total" : step.removed ? "step" : "step none" },
      narrow ? svg("text", { class: "label", x: 0, y: y - 4 }, fitted(step.label, width, BAR_FONT)) : svg("text", { class: "label", x: left - 10, y: y + 16, "text-anchor": "end" }, step.label),
      svg("rect", { class: "track", x: scale.place(0), y: y + 3, width: scale.place(step.left) - scale.place(0), height: row - 10 - (narrow ? 12 : 0), rx: 2, ...(step.total ? {} : step.figures.left) }),
      svg("rect", { class: "mark", x, y: y + 3, width: Math.max(end - x, step.removed || step.total ? 2 : 0), height: row - 10 - (narrow ? 12 : 0), rx: 2 }),
      svg("text", { class: "value", x: width - 2, y: y + 15, "text-anchor": "end", ...shown }, text),
    );
  });
  const height = top + steps.length * row + 4;
  return svg("svg", { class: "chart", width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": options.axis }, ...groups);
}
