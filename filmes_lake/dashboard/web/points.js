/**
 * A point for each film, or for each artist, on a canvas: thousands of elements would be slow. Both are numbers here.
 * @typedef {{items: number[], noun: string, x: (item: number) => number, y: (item: number) => number, size: (item: number) => number,
 *   lost: (item: number) => boolean, title: (item: number) => string, log: {x: boolean, y: boolean}, axis: {x: string, y: string},
 *   format: {x: (value: number) => string, y: (value: number) => string}, line: (x: number) => number, notable: number[],
 *   lit: Set<number> | null, describe: (item: number) => string, pick: (item: number) => void}} PointModel
 * @typedef {{item: number, px: number, py: number, r: number}} PointPlace
 */

import { el, isolated, shortened } from "./nodes.js";
import { apart, contextOf, evenScale, logScale } from "./scales.js";
import { count, say } from "./words.js";
/** @import { Scale } from "./scales.js" */

const POINT_FONT = "12px system-ui, sans-serif";
const LABEL_FONT = "600 12px system-ui, sans-serif";

/** A canvas that keeps its listeners; `draw` gives it points. */
export class PointChart {
  /** @param {(text: string) => void} announce */
  constructor(announce) {
    this.canvas = /** @type {HTMLCanvasElement} */ (el("canvas", { class: "points", tabindex: 0, role: "img" }));
    this.tip = el("div", { class: "tip", hidden: true, "aria-hidden": "true" });
    this.node = el("div", { class: "canvas" }, this.canvas, this.tip);
    this.announce = announce;
    this.walked = -1;
    /** @type {PointModel | null} */
    this.model = null;
    /** @type {PointPlace[]} */
    this.places = [];
    this.canvas.addEventListener("pointermove", (event) => this.hover(event));
    this.canvas.addEventListener("pointerleave", () => this.hide());
    this.canvas.addEventListener("click", (event) => this.click(event));
    this.canvas.addEventListener("keydown", (event) => this.walk(event));
    this.canvas.addEventListener("blur", () => this.hide());
  }

  /** @param {PointModel} model @param {number} width @param {number} height @param {Object<string, string>} colour */
  draw(model, width, height, colour) {
    this.model = model;
    this.walked = -1;
    this.hide();
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    const context = contextOf(this.canvas);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const frame = drawFrame(context, model, width, height, colour);
    this.places = placedPoints(model, frame);
    drawPoints(context, this.places, model, colour, width < 500);
    drawLine(context, model, frame, colour);
    drawNames(context, this.places, model, frame, colour, width < 500 ? 4 : 9);
    this.canvas.setAttribute("aria-label", `${model.axis.y}; ${model.axis.x}; ${count(model.noun, this.places.length)}. ${say("walk")}`);
  }

  /** @param {PointerEvent | MouseEvent} event */
  nearest(event) {
    const [x, y] = [event.offsetX, event.offsetY];
    let [best, distance] = [/** @type {PointPlace | null} */ (null), 18 ** 2];
    for (const place of this.places) {
      const away = (place.px - x) ** 2 + (place.py - y) ** 2;
      if (away < distance) [best, distance] = [place, away];
    }
    return best;
  }

  /** @param {PointerEvent} event */
  hover(event) {
    const place = this.nearest(event);
    if (place) this.show(place);
    else this.hide();
  }

  /** @param {MouseEvent} event */
  click(event) {
    const place = this.nearest(event);
    if (place) this.model?.pick(place.item);
  }

  /** @param {KeyboardEvent} event */
  walk(event) {
    const steps = /** @type {Object<string, number>} */ ({ ArrowRight: 1, ArrowLeft: -1, ArrowUp: 25, ArrowDown: -25 });
    if (event.key === "Enter" && this.walked >= 0) return this.model?.pick(this.places[this.walked].item);
    if (!this.model || !(event.key in steps) || !this.places.length) return undefined;
    event.preventDefault();
    if (this.walked < 0) this.places.sort((a, b) => a.px - b.px);
    this.walked = Math.min(Math.max(this.walked + steps[event.key], 0), this.places.length - 1);
    const place = this.places[this.walked];
    this.show(place);
    this.announce(this.model.describe(place.item));
    return undefined;
  }

  /** @param {{item: number, px: number, py: number}} place */
  show(place) {
    this.tip.replaceChildren(el("span", { class: "ring" }), this.model?.describe(place.item) ?? "");
    this.tip.hidden = false;
    const room = this.canvas.clientWidth;
    this.tip.style.left = `${Math.min(Math.max(place.px - 110, 0), Math.max(room - 220, 0))}px`;
    this.tip.style.top = `${place.py + 12}px`;
  }

  hide() {
    this.tip.hidden = true;
  }
}

/** The range of the known values, with some room. @param {number[]} values @param {boolean} log @param {number} start @param {number} end @param {number} room by what the ends of a log scale are moved */
function scaleOf(values, log, start, end, room) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value) || (log && value <= 0)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) [low, high] = [1, 10];
  if (log) return logScale(low / room, high * room, start, end);
  return evenScale(Math.floor(low), Math.max(Math.ceil(high), Math.floor(low) + 1), start, end, 8);
}

/** @param {CanvasRenderingContext2D} context @param {PointModel} model @param {number} width @param {number} height @param {Object<string, string>} colour */
function drawFrame(context, model, width, height, colour) {
  const area = { top: 26, bottom: height - 44, right: width - 10, left: 0 };
  const y = scaleOf(model.items.map(model.y), model.log.y, area.bottom, area.top, 1.6);
  context.font = POINT_FONT;
  area.left = Math.max(...y.ticks.map((tick) => context.measureText(model.format.y(tick)).width), 20) + 10;
  const x = scaleOf(model.items.map(model.x), model.log.x, area.left, area.right, 1.2);
  context.clearRect(0, 0, width, height);
  context.strokeStyle = colour.line;
  context.fillStyle = colour.muted;
  context.lineWidth = 1;
  context.textAlign = "right";
  for (const tick of y.ticks) {
    const at = Math.round(y.place(tick)) + 0.5;
    strokeLine(context, area.left, at, area.right, at);
    context.fillText(model.format.y(tick), area.left - 6, at + 4);
  }
  context.textAlign = "center";
  const texts = x.ticks.map((tick) => ({ at: x.place(tick), size: context.measureText(model.format.x(tick)).width, text: model.format.x(tick) }));
  const room = apart(texts, 10);
  texts.forEach(({ at, size, text }, i) => {
    strokeLine(context, Math.round(at) + 0.5, area.top, Math.round(at) + 0.5, area.bottom);
    if (room[i]) context.fillText(text, Math.min(at, width - size / 2), area.bottom + 17);
  });
  context.textAlign = "left";
  context.fillText(model.axis.y, 0, 12);
  context.textAlign = "right";
  context.fillText(model.axis.x, area.right, height - 8);
  return { area, x, y };
}

/** @param {CanvasRenderingContext2D} context @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 */
function strokeLine(context, x1, y1, x2, y2) {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

/** Where the points are. @param {PointModel} model @param {{x: Scale, y: Scale}} frame */
function placedPoints(model, frame) {
  const places = [];
  for (const item of model.items) {
    const [px, py] = [frame.x.place(model.x(item)), frame.y.place(model.y(item))];
    if (Number.isFinite(px) && Number.isFinite(py)) places.push({ item, px, py, r: model.size(item) });
  }
  return places;
}

// Points of one size are drawn as so many paths: one for all would not show where they lie thick, one for each is slow.
const BATCHES = 16;

/** @param {CanvasRenderingContext2D} context @param {PointPlace[]} places @param {PointModel} model @param {Object<string, string>} colour @param {boolean} narrow */
function drawPoints(context, places, model, colour, narrow) {
  const { lit } = model;
  const [within, others] = [/** @type {PointPlace[]} */ ([]), /** @type {PointPlace[]} */ ([])];
  for (const place of places) (lit?.has(place.item) ? within : others).push(place);
  const alpha = places.length > 1500 ? 0.55 : 0.8;
  const shrink = narrow ? 0.75 : 1;
  fillPoints(context, others, model, colour, lit ? 0.15 : alpha, shrink);
  fillPoints(context, within, model, colour, 1, shrink * 1.4);
}

/** @param {CanvasRenderingContext2D} context @param {PointPlace[]} places @param {PointModel} model @param {Object<string, string>} colour @param {number} alpha @param {number} scale */
function fillPoints(context, places, model, colour, alpha, scale) {
  context.globalAlpha = alpha;
  context.lineCap = "round";
  const [paid, lost] = [/** @type {PointPlace[]} */ ([]), /** @type {PointPlace[]} */ ([])];
  for (const place of places) (model.lost(place.item) ? lost : paid).push(place);
  strokePoints(context, paid, colour.mark, scale);
  strokePoints(context, lost, colour.loss, scale);
  context.globalAlpha = 1;
  context.lineCap = "butt";
}

/** A line of next to no length with round ends is a point, and sooner made than an arc. The largest come first. @param {CanvasRenderingContext2D} context @param {PointPlace[]} places @param {string} colour @param {number} scale */
function strokePoints(context, places, colour, scale) {
  const paths = /** @type {Map<number, Path2D>} */ (new Map());
  places.forEach(({ px, py, r }, i) => {
    const key = Math.round(r * scale * 4) * BATCHES + (i % BATCHES);
    const path = paths.get(key) ?? new Path2D();
    paths.set(key, path);
    path.moveTo(px, py);
    path.lineTo(px + 0.01, py);
  });
  context.strokeStyle = colour;
  for (const [key, path] of [...paths].sort(([a], [b]) => b - a)) {
    context.lineWidth = Math.floor(key / BATCHES) / 2;
    context.stroke(path);
  }
}

/** @param {CanvasRenderingContext2D} context @param {PointModel} model @param {any} frame @param {Object<string, string>} colour */
function drawLine(context, model, { area, x, y }, colour) {
  context.save();
  context.beginPath();
  context.rect(area.left, area.top, area.right - area.left, area.bottom - area.top);
  context.clip();
  context.strokeStyle = colour.blue;
  context.lineWidth = 2;
  context.setLineDash([7, 5]);
  strokeLine(context, x.place(x.from), y.place(model.line(x.from)), x.place(x.to), y.place(model.line(x.to)));
  context.restore();
}

/** Names of those that stand out, each where it touches no other. @param {CanvasRenderingContext2D} context @param {PointPlace[]} places @param {PointModel} model @param {any} frame @param {Object<string, string>} colour @param {number} most */
function drawNames(context, places, model, { area }, colour, most) {
  const at = new Map(places.map((place) => [place.item, place]));
  const lit = model.lit && model.lit.size <= 3 ? [...model.lit] : [];
  const wanted = model.lit ? lit : model.notable;
  const taken = [];
  context.font = LABEL_FONT;
  context.textAlign = "left";
  context.lineJoin = "round";
  for (const item of wanted) {
    const place = at.get(item);
    if (!place || taken.length >= most) continue;
    const text = isolated(shortened(model.title(item), 28));
    const width = context.measureText(text).width;
    const box = nameBox(place, width, area, taken);
    if (!box) continue;
    taken.push(box);
    context.strokeStyle = colour.card;
    context.lineWidth = 4;
    context.strokeText(text, box.x, box.y + 12);
    context.fillStyle = colour.text;
    context.fillText(text, box.x, box.y + 12);
  }
}

/** A place beside the point, right or left of it, above or below, that is free. @param {{px: number, py: number}} place @param {number} width @param {any} area @param {{x: number, y: number, width: number}[]} taken */
function nameBox({ px, py }, width, area, taken) {
  const tries = [[px + 8, py - 8], [px - width - 8, py - 8], [px - width / 2, py - 24], [px - width / 2, py + 8]];
  for (const [x, y] of tries) {
    const inside = x >= area.left && x + width <= area.right && y >= area.top - 4 && y + 16 <= area.bottom;
    const free = taken.every((box) => x > box.x + box.width + 4 || x + width + 4 < box.x || y > box.y + 18 || y + 18 < box.y);
    if (inside && free) return { x, y, width };
  }
  return null;
}
