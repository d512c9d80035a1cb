/**
 * Elements, made of text only: nothing here reads HTML.
 * @typedef {Node | string | null | undefined | false} Child
 */

const SVG = "http://www.w3.org/2000/svg";

/** @param {Element} node @param {Object<string, any>} attributes @param {Child[]} children */
function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(.../** @type {(Node | string)[]} */ (children.filter((child) => child || child === "")));
  return node;
}

/** An HTML element. @param {string} tag @param {Object<string, any>} [attributes] @param {...Child} children */
export function el(tag, attributes = {}, ...children) {
  return /** @type {HTMLElement} */ (filled(document.createElement(tag), attributes, children));
}

/** An SVG element. @param {string} tag @param {Object<string, any>} [attributes] @param {...Child} children */
export function svg(tag, attributes = {}, ...children) {
  return /** @type {SVGElement} */ (filled(document.createElementNS(SVG, tag), attributes, children));
}

/** What others wrote, so that its direction ends where it ends. @param {string} text */
export function bdi(text) {
  return el("bdi", {}, text);
}

/** The same for a canvas and for attributes, which have no elements. @param {string} text */
export function isolated(text) {
  return `\u2068${text.replace(/[\u202a-\u202e\u2066-\u2069]/g, "")}\u2069`;
}

/** The text, cut to a length where it is longer. @param {string} text @param {number} length */
export function shortened(text, length) {
  const letters = Array.from(text);
  return letters.length <= length ? text : `${letters.slice(0, length - 1).join("")}…`;
}

/** How an element says which figure it shows. @param {string} name @param {any} value */
export function figure(name, value) {
  return { "data-figure": name, "data-value": value === null || value === undefined ? "" : String(value) };
}

/** Copy a text; the answer is whether that could be done. @param {string} text */
export async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = el("textarea", { "aria-hidden": "true", class: "offscreen" });
    /** @type {HTMLTextAreaElement} */ (area).value = text;
    document.body.append(area);
    /** @type {HTMLTextAreaElement} */ (area).select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

/** The colours of the theme, read once for each drawing. */
export function colours() {
  const style = getComputedStyle(document.documentElement);
  const names = ["text", "muted", "line", "card", "mark", "loss", "blue", "few", "font"];
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}
