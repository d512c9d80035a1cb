/** A picture with its question, what was found, the command that gives the same figures, and its rows as a table. */

import { copied, el, figure } from "./nodes.js";
import { PointChart } from "./points.js";
import { csvOf, scrolled, tableOf } from "./tables.js";
import { number, say } from "./words.js";

const SHOWN_ROWS = 200;

/** The frame of one picture. */
export class Card {
  /** @param {any} app @param {any} picture */
  constructor(app, picture) {
    this.app = app;
    this.picture = picture;
    const id = `picture-${picture.name}`;
    this.found = el("p", { class: "found" });
    this.host = el("div", { class: "host" });
    this.legend = el("p", { class: "legend" });
    this.command = el("code", { tabindex: 0 });
    this.rows = el("div");
    this.table = el("details", { class: "table" }, el("summary", {}, say("as_table")), this.rows);
    this.table.addEventListener("toggle", () => this.fillTable());
    const copyCsv = copyButton(say("copy"), () => csvOf(this.drawing.columns, this.drawing.rows, app.definition.csv));
    const copyCommand = copyButton(say("command.copy"), () => this.command.textContent ?? "");
    this.node = el(
      "section",
      { class: `card ${picture.span} shape-${picture.shape}`, id, "aria-labelledby": `${id}-title`, "data-picture": picture.name },
      el("h2", { id: `${id}-title` }, say(`question.${picture.name}`)),
      this.found,
      this.host,
      this.legend,
      el("div", { class: "foot" }, this.table, copyCsv, copyCommand, el("p", { class: "command" }, say("command"), " ", this.command)),
    );
    /** @type {PointChart | null} */
    this.chart = picture.shape.endsWith("points") ? new PointChart(app.announce) : null;
    /** @type {any} */
    this.drawing = null;
  }

  /** Figures first, the drawing later: widths are read once for all cards. @param {any} drawing */
  fill(drawing) {
    this.drawing = drawing;
    this.node.hidden = !drawing.marks;
    this.node.dataset.marks = String(drawing.marks);
    this.found.replaceChildren(...separated(drawing.found.filter(Boolean)));
    if (drawing.correlation) Object.entries(figure(`${this.picture.report}-correlation.1.correlacao`, drawing.correlation.coefficient)).forEach(([name, value]) => this.found.setAttribute(name, value));
    this.legend.replaceChildren(...separated(drawing.legend.filter(Boolean).map(legendItem)));
    this.command.textContent = this.app.command(this.picture.report, drawing.asked);
    if (this.table.hasAttribute("open")) this.fillTable();
  }

  /** @param {number} width @param {Object<string, string>} colour */
  draw(width, colour) {
    const { drawing } = this;
    if (!drawing.marks || width < 100) return;
    if (this.chart) {
      if (!this.chart.node.isConnected) this.host.replaceChildren(this.chart.node);
      this.chart.draw(drawing.points, width, width < 500 ? 340 : drawing.height, colour);
    } else if (drawing.table) {
      this.host.replaceChildren(scrolled(say(`question.${this.picture.name}`), drawing.table));
    } else if (drawing.chart) {
      this.host.replaceChildren(drawing.chart(width, this.app.tip));
    } else {
      this.host.replaceChildren();
    }
  }

  fillTable() {
    if (!this.table.hasAttribute("open") || !this.drawing) return this.rows.replaceChildren();
    const { columns, rows, named } = this.drawing;
    const note = rows.length > SHOWN_ROWS ? el("p", { class: "small" }, say("first_rows", { n: number(SHOWN_ROWS), all: number(rows.length) })) : null;
    return this.rows.replaceChildren(...(note ? [note] : []), scrolled(say("as_table"), tableOf(columns, rows.slice(0, SHOWN_ROWS), named)));
  }
}

/** @param {string} text */
function legendItem(text) {
  if (text === "@paid") return el("span", {}, el("span", { class: "swatch paid", "aria-hidden": "true" }), say("legend.paid"));
  if (text === "@lost") return el("span", {}, el("span", { class: "swatch lost", "aria-hidden": "true" }), say("legend.lost"));
  return el("span", {}, text);
}

/** @param {(Node | string)[]} items */
function separated(items) {
  return items.flatMap((item, i) => (i ? [" · ", item] : [item]));
}

/** @param {string} label @param {() => string} text */
function copyButton(label, text) {
  const button = el("button", { type: "button", class: "quiet" }, label);
  button.addEventListener("click", async () => {
    if (!(await copied(text()))) return;
    button.textContent = say("copied");
    setTimeout(() => (button.textContent = label), 1500);
  });
  return button;
}
