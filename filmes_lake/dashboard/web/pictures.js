/**
 * Each picture of the definition: what it found, its rows, and how it is drawn from them.
 * `asked` are the parameters of its command that differ from those of the page.
 * @typedef {{found: string[], legend: string[], columns: Column[], rows: Object<string, any>[], named: (row: number, column: string) => string | null,
 *   marks: number, chart?: (width: number, tip: any) => Element, points?: PointModel, height?: number, table?: Element, correlation?: any, asked?: Object<string, any>}} Drawing
 */

import { ARTIST, artistFigures, artistModel } from "./artists.js";
import { columnChart, funnelChart, rowChart } from "./bars.js";
import { artistRows, grouped, groupRows, measured, rankCorrelation, ranked, titleRow } from "./figures.js";
import { lineChart } from "./lines.js";
import { el, figure, isolated } from "./nodes.js";
import { tableOf } from "./tables.js";
import { cell, count, day, dollars, genreName, monthName, number, percent, perDollar, perDollarShort, say } from "./words.js";
/** @import { Bar } from "./bars.js" */
/** @import { Group } from "./figures.js" */
/** @import { YearPoint } from "./lines.js" */
/** @import { PointModel } from "./points.js" */
/** @import { Column } from "./tables.js" */

/** What a picture is drawn from. @param {any} app @param {any} picture @returns {Drawing} */
export function drawingOf(app, picture) {
  return SHAPES[picture.shape](app, picture, app.definition.reports[picture.report]);
}

/** @type {Object<string, (app: any, picture: any, report: any) => Drawing>} */
const SHAPES = {
  points: pointDrawing,
  "artist-points": artistPointDrawing,
  columns: (app, picture, report) => groupDrawing(app, picture, report, false),
  rows: (app, picture, report) => groupDrawing(app, picture, report, true),
  lines: yearDrawing,
  shares: shareDrawing,
  ranking: (app, picture, report) => RANKINGS[picture.name](app, picture, report),
  ends: endsDrawing,
  funnel: funnelDrawing,
  changes: trendDrawing,
};

/** @type {Object<string, (app: any, picture: any, report: any) => Drawing>} */
const RANKINGS = { roi: roiDrawing, artists: artistDrawing, series: seriesDrawing };

/** A parameter of a report: as asked, else its own default. @param {any} app @param {any} report @param {string} name */
function parameter(app, report, name) {
  return app.asked[name] ?? report.parameters[name] ?? null;
}

/** @param {any} app @param {any} film */
function titleOf(app, film) {
  const { titulo, ano } = app.films.column;
  return `${titulo[film] ?? "–"}${Number.isNaN(ano[film]) ? "" : ` (${ano[film]})`}`;
}

/** What amounts are in. @param {any} app @param {string} dollars */
export function dollarsName(app, dollars) {
  return say(`dollars.${dollars}`, { year: app.data.prices.ano_base ?? "…" });
}

/** The films that a highlight means, of those selected; null without one. @param {any} app @returns {Set<number> | null} */
export function litFilms(app) {
  const { highlight, selection } = app;
  if (!highlight) return null;
  if (highlight.film !== undefined) return new Set([highlight.film]);
  if (highlight.by === ARTIST) return new Set(app.artists.films[highlight.key].filter((/** @type {number} */ film) => selection.mask[film]));
  return new Set(grouped(app.films, highlight.by, selection.chosen).get(highlight.key) ?? []);
}

/** @param {any} app @param {any} picture @param {any} report @returns {Drawing} */
function pointDrawing(app, picture, report) {
  const { column } = app.films;
  const [x, y] = [column[picture.x], column[picture.y[0]]];
  const isReturn = picture.y[0] === "roi";
  const back = (/** @type {number} */ film) => (isReturn ? 1 + y[film] : y[film]);
  const found = rankCorrelation(app.films, app.selection, report.correlates[0], report.correlates[1]);
  const films = /** @type {number[]} */ (app.selection.chosen.filter((/** @type {number} */ film) => !Number.isNaN(x[film])));
  const lost = (/** @type {number} */ film) => column.receita[film] < app.even * column.orcamento[film];
  const above = films.reduce((n, film) => n + (lost(film) ? 0 : 1), 0) / (films.length || 1);
  const axis = (/** @type {string} */ name) => {
    const what = name === "roi" ? say("axis.per_dollar") : say(`axis.${name}`, { dollars: dollarsName(app, app.asked.dollars) });
    return picture.log.includes(name) ? say("axis.log", { what }) : what;
  };
  const value = (/** @type {string} */ name, /** @type {number} */ amount) => (name === "nota_imdb" ? number(amount, 1) : dollars(amount));
  const rows = () => ranked(app.films, app.selection, [picture.x, picture.y[0]]).map((film) => titleRow(report, app.films, film));
  const times = number(app.even, app.even % 1 ? 1 : 0);
  return {
    found: [count("films", films.length), correlationText(found), say("found.points", { share: percent(above), times })],
    legend: [say("legend.even", { times }), isReturn ? say("legend.size") : "", "@paid", "@lost"].filter(Boolean),
    columns: report.columns,
    get rows() { return rows(); },
    named: (row, name) => `${report_name(picture)}.${row + 1}.${name}`,
    marks: films.length,
    height: 430,
    correlation: found,
    points: {
      items: films,
      noun: "films",
      x: (film) => x[film],
      y: back,
      size: isReturn ? (film) => Math.min(1.8 + Math.sqrt(Math.max(column.popularidade[film] || 0, 0)) * 0.45, 9) : () => 2.6,
      lost,
      title: (film) => column.titulo[film] ?? "–",
      log: { x: picture.log.includes(picture.x), y: picture.log.includes(picture.y[0]) },
      axis: { x: axis(picture.x), y: axis(picture.y[0]) },
      format: { x: (amount) => (picture.x === "nota_imdb" ? number(amount) : dollars(amount)), y: dollars },
      line: isReturn ? () => app.even : (amount) => amount * app.even,
      notable: notableFilms(ranked(app.films, app.selection, picture.y), ranked(app.films, app.selection, [picture.x])),
      lit: app.lit,
      describe: (film) => say("point", { title: isolated(titleOf(app, film)), x: value(picture.x, x[film]), y: isReturn ? perDollar(y[film]) : dollars(y[film]) }),
      pick: (film) => app.toggle({ film }),
    },
  };
}

/** @param {any} app @param {any} picture @param {any} report @returns {Drawing} */
function artistPointDrawing(app, picture, report) {
  const least = leastFilms(app, report);
  const found = artistFigures(app, picture, least);
  const { artists } = found;
  const points = artistModel(app, picture, found);
  const times = number(app.even, app.even % 1 ? 1 : 0);
  const above = artists.filter((artist) => !points.lost(artist)).length / (artists.length || 1);
  const asked = { top: artists.length, min_films: least };
  const rows = () => artistRows(report, app.definition.measures, app.films, app.artists, app.selection, asked).rows;
  return {
    found: [...artistsFound(app, report, artists.length, least), artists.length ? say("found.points", { share: percent(above), times }) : ""],
    legend: [say("legend.even", { times }), say("legend.size"), say("legend.unsurpassed"), say("legend.spread"), "@paid", "@lost"],
    columns: artistColumns(report),
    get rows() { return rows(); },
    named: (row, name) => `${picture.name}.${row + 1}.${name}`,
    marks: artists.length,
    height: 640,
    points,
    asked,
  };
}

/** How many artists there are of at least so many films, and why these are more than was asked for. @param {any} app @param {any} report @param {number} artists @param {number} least @returns {string[]} */
function artistsFound(app, report, artists, least) {
  const found = `${count("artists", artists)} (≥ ${count("films", least)})`;
  return least > parameter(app, report, "min_films") ? [found, say("left_out.artists", { n: count("films", least) })] : [found];
}

/** How many films an artist needs: as asked, or as many as the page names artists from. @param {any} app @param {any} report */
function leastFilms(app, report) {
  return Math.max(parameter(app, report, "min_films"), app.artists.named_from);
}

/** The ids of artists do not travel. @param {any} report @returns {Column[]} */
function artistColumns(report) {
  return report.columns.filter((/** @type {Column} */ column) => column.name !== "id_artista");
}

/** Films whose names are worth writing: the highest, and those farthest right. @param {number[]} highest @param {number[]} farthest */
function notableFilms(highest, farthest) {
  return [...new Set([...highest.slice(0, 8), ...farthest.slice(0, 3)])];
}

/** @param {{coefficient: number | null}} found */
function correlationText(found) {
  return say("correlation", { r: found.coefficient === null ? "–" : number(found.coefficient, 2) });
}

/** @param {any} picture */
function report_name(picture) {
  return picture.name === picture.report ? picture.report : picture.name;
}

/** What a group is called. @param {string} by @param {any} key */
function groupLabel(by, key) {
  if (key === null) return "?";
  if (by === "genero") return genreName(key);
  if (by === "mes") return monthName(key);
  return String(key);
}

/** What is highlighted. @param {any} app */
export function highlightTitle(app) {
  const { film, by, key } = app.highlight;
  if (film !== undefined) return titleOf(app, film);
  return by === ARTIST ? app.artists.names[key] : groupTitle(by, key);
}

/** @param {string} by @param {any} key */
function groupTitle(by, key) {
  if (key === null) return say(by === "genero" ? "group.no_genre" : "group.unknown");
  if (by === "decada") return say("decade", { decade: key });
  if (by === "mes") return monthName(key, "long");
  return groupLabel(by, key);
}

/** Groups of a report, as they are asked for. @param {any} app @param {any} report */
function groupsOf(app, report) {
  const given = { min_films: parameter(app, report, "min_films"), ano_base: app.data.prices.ano_base };
  return { given, groups: groupRows(report, app.definition.measures, app.films, app.selection.chosen, given) };
}

/** @param {any} app @param {any} picture @param {any} report @param {boolean} lying @returns {Drawing} */
function groupDrawing(app, picture, report, lying) {
  const { given, groups } = groupsOf(app, report);
  const [value, tick] = [picture.y[0], picture.tick];
  const { bounds } = app.definition.measures[value];
  const shown = lying ? [...groups].sort((a, b) => Number(a.row.poucos_filmes) - Number(b.row.poucos_filmes) || b.row[value] - a.row[value]) : groups;
  const bars = shown.map((group) => groupBar(app, picture, group));
  const best = groups.filter((group) => !group.row.poucos_filmes).sort((a, b) => b.row[value] - a.row[value])[0];
  const few = groups.some((group) => group.row.poucos_filmes);
  const times = number(app.even, app.even % 1 ? 1 : 0);
  return {
    found: [count("films", app.selection.chosen.length), best ? say("best", { what: groupTitle(picture.x, best.key), value: perDollar(best.row[value]) }) : ""],
    legend: [say("legend.bar"), say("legend.tick"), say("legend.interval"), bars.some((bar) => bar.like) ? say("legend.like", { value: perDollar(groups[0].row.roi_total_geral) }) : "", few ? say("legend.few", { n: count("films", given.min_films) }) : "", say("legend.even", { times })],
    columns: report.columns,
    rows: groups.map((group) => group.row),
    named: (row, name) => ([value, tick, "filmes", ...bounds].includes(name) ? null : `${picture.report}.${groups[row].key}.${name}`),
    marks: bars.length,
    chart: (width, tip) => {
      const options = { width, height: 330, axis: say("axis.per_dollar"), format: (/** @type {number} */ back) => perDollarShort(back - 1), tickFormat: (/** @type {number} */ back) => number(back, back % 1 ? 1 : 0), line: app.even, tip };
      return lying || width < 480 ? rowChart(bars, options) : columnChart(bars, options);
    },
  };
}

/** @param {any} app @param {any} picture @param {Group} group @returns {Bar} */
function groupBar(app, picture, group) {
  const { row, key } = group;
  const name = (/** @type {string} */ column) => figure(`${picture.report}.${key}.${column}`, row[column]);
  const back = (/** @type {number | null} */ roi) => (roi === null ? null : 1 + roi);
  const { bounds } = app.definition.measures[picture.y[0]];
  const [lower, upper] = bounds.map((/** @type {string} */ bound) => row[bound]);
  const here = app.highlight?.by === picture.x;
  const film = app.highlight?.film;
  const lit = here ? app.highlight.key === key : film !== undefined && group.films.includes(film);
  return {
    label: groupLabel(picture.x, key),
    title: groupTitle(picture.x, key),
    value: back(row[picture.y[0]]),
    tick: back(row[picture.tick]),
    few: row.poucos_filmes,
    n: row.filmes,
    lit,
    dim: Boolean(app.highlight) && !lit && (here || film !== undefined),
    interval: lower === null ? null : [lower, upper].map((roi) => Math.max(1 + roi, 0)),
    like: lower !== null && lower <= row.roi_total_geral && row.roi_total_geral <= upper,
    figures: { value: name(picture.y[0]), tick: name(picture.tick), n: name("filmes"), interval: bounds.map(name) },
    pick: () => app.toggle({ by: picture.x, key }),
  };
}

/** @param {any} app @param {any} picture @param {any} report @returns {Drawing} */
function yearDrawing(app, picture, report) {
  const { groups } = groupsOf(app, report);
  const { carries_a_line: carries, years_around: around } = app.definition;
  const points = yearPoints(app, picture, groups, carries, around);
  const own = new Set(points.filter((point) => !point.reach).map((point) => point.year));
  const names = picture.y.map((/** @type {string} */ name) => say(`column.${name}`));
  const amounts = (/** @type {YearPoint} */ point) => names.map((/** @type {string} */ name, /** @type {number} */ i) => `${name} ${cell(point.values[i], "US dollars")}`).join(", ");
  const years = (/** @type {YearPoint} */ { year, reach }) => (reach ? `${year - reach}–${year + reach}` : year);
  return {
    found: [count("films", app.selection.chosen.length)],
    legend: points.some((point) => point.reach) ? [say("legend.around", { n: count("films", carries), years: number(around) })] : [],
    columns: report.columns,
    rows: groups.map((group) => group.row),
    named: (row, name) => (picture.y.includes(name) && own.has(groups[row].key) ? null : `${picture.report}.${groups[row].key}.${name}`),
    marks: points.length * names.length,
    chart: points.length
      ? (width, tip) => lineChart(points, {
        width, height: 330, names, tip,
        describe: (point) => `${years(point)}: ${amounts(point)}; ${count("films", point.n)}`,
        axis: say("axis.base_dollars", { year: app.data.prices.ano_base }),
        figures: (point, place) => (point.reach ? {} : figure(`${picture.report}.${point.year}.${picture.y[place]}`, point.values[place])),
      })
      : undefined,
  };
}

/** The medians of each year, of which too few films are known with those of the years around, as far as it takes; none where that is too far. @param {any} app @param {any} picture @param {Group[]} groups @param {number} carries @param {number} around @returns {YearPoint[]} */
function yearPoints(app, picture, groups, carries, around) {
  const films = new Map(groups.map((group) => [group.key, group.films]));
  const years = [...films.keys()].filter((year) => year !== null);
  const within = (/** @type {number} */ year, /** @type {number} */ reach) => Array.from({ length: 2 * reach + 1 }, (_, i) => films.get(year - reach + i) ?? []).flat();
  const points = [];
  for (let year = years[0]; year <= years[years.length - 1]; year += 1) {
    let [reach, members] = [0, within(year, 0)];
    while (members.length < carries && reach < around) members = within(year, (reach += 1));
    if (members.length < carries) continue;
    const values = picture.y.map((/** @type {string} */ name) => measured(app.definition.measures[name], app.films, members) ?? NaN);
    if (values.every(Number.isFinite)) points.push({ year, reach, n: members.length, values });
  }
  return points;
}

/** @param {any} app @param {any} picture @returns {Drawing} */
function shareDrawing(app, picture) {
  const { orcamento, receita } = app.films.column;
  const bounds = app.definition.budget_classes;
  const times = number(app.even, app.even % 1 ? 1 : 0);
  const lost = (/** @type {number} */ film) => receita[film] < app.even * orcamento[film];
  const rows = bounds.map((/** @type {number} */ from, /** @type {number} */ i) => {
    const to = bounds[i + 1] ?? Infinity;
    const films = app.selection.chosen.filter((/** @type {number} */ film) => orcamento[film] >= from && orcamento[film] < to);
    const n = films.filter(lost).length;
    return { class: className(from, to), from, filmes: films.length, lost: n, share: films.length ? n / films.length : null };
  });
  const usual = app.definition.reports["roi-by-decade"];
  const min = parameter(app, usual, "min_films");
  const bars = rows.filter((/** @type {any} */ row) => row.filmes).map((/** @type {any} */ row) => ({
    label: row.class, title: row.class, value: row.share, few: row.filmes < min, n: row.filmes, lit: false, dim: false,
    figures: { value: figure(`${picture.name}.${row.from}.share`, row.share), n: figure(`${picture.name}.${row.from}.filmes`, row.filmes) },
  }));
  const all = app.selection.chosen.filter(lost).length / (app.selection.chosen.length || 1);
  return {
    found: [count("films", app.selection.chosen.length), say("found.losses", { share: percent(all), times })],
    legend: bars.some((/** @type {any} */ bar) => bar.few) ? [say("legend.few", { n: count("films", min) })] : [],
    columns: [{ name: "class", unit: "text" }, { name: "filmes", unit: "count" }, { name: "lost", unit: "count" }, { name: "share", unit: "share" }],
    rows,
    named: (row, name) => (name === "lost" ? `${picture.name}.${rows[row].from}.lost` : null),
    marks: bars.length,
    chart: (width, tip) => rowChart(bars, { width, axis: say("axis.losses", { times }), format: percent, tickFormat: percent, tip }),
  };
}

/** @param {number} from @param {number} to */
function className(from, to) {
  if (!from) return say("class.below", { to: dollars(to) });
  if (to === Infinity) return say("class.above", { from: dollars(from) });
  return say("class.between", { from: dollars(from), to: dollars(to) });
}

/** Columns of a report that a table on the page shows, in the order of importance. @param {any} report @param {string[]} names */
function columnsNamed(report, names) {
  return names.map((name) => report.columns.find((/** @type {Column} */ column) => column.name === name));
}

/** A table that lights the film of a row. @param {any} app @param {Column[]} columns @param {any[]} rows @param {number[]} films @param {(row: number, column: string) => string | null} named */
function filmTableOf(app, columns, rows, films, named) {
  return tableOf(columns, rows, named, (i) => ({ class: app.lit?.has(films[i]) ? "lit" : "" }));
}

/** @param {any} app @param {any} picture @param {any} report @returns {Drawing} */
function roiDrawing(app, picture, report) {
  const order = ranked(app.films, app.selection, ["roi", "votos_imdb"]);
  const films = order.slice(0, parameter(app, report, "top") ?? order.length);
  const rows = films.map((film, i) => Object.assign(titleRow(report, app.films, film), { posicao: i + 1 }));
  const first = rows[0];
  const named = (/** @type {number} */ row, /** @type {string} */ name) => `roi.${row + 1}.${name}`;
  const shown = columnsNamed(report, ["posicao", "titulo", "ano", "roi", "orcamento", "receita", "nota_imdb"]);
  return {
    found: first ? [say("found.roi", { title: isolated(first.titulo ?? "–"), budget: dollars(first.orcamento), revenue: dollars(first.receita) })] : [],
    legend: [],
    columns: report.columns,
    rows,
    named: (row, name) => (shown.some((column) => column.name === name) ? null : named(row, name)),
    marks: rows.length,
    table: filmTableOf(app, shown, rows, films, named),
  };
}

/** @param {any} app @param {any} picture @param {any} report @returns {Drawing} */
function endsDrawing(app, picture, report) {
  const order = ranked(app.films, app.selection, [picture.y[0]]);
  const each = Math.min(Math.ceil((parameter(app, report, "top") ?? 12) / 2), Math.ceil(order.length / 2));
  const films = [...new Set([...order.slice(0, each), ...order.slice(-each)])];
  const rows = films.map((film) => titleRow(report, app.films, film));
  const columns = columnsNamed(report, ["titulo", "ano", "lucro", "orcamento", "receita", "roi"]);
  const named = (/** @type {number} */ row, /** @type {string} */ name) => `${picture.name}.${row + 1}.${name}`;
  const profit = films.slice(0, each).reduce((sum, film) => sum + app.films.column.lucro[film], 0);
  const table = filmTableOf(app, columns, rows, films, named);
  table.querySelectorAll("tbody tr")[each]?.classList.add("turn");
  return { found: [say("found.profits", { n: number(each), profit: dollars(profit) })], legend: [], columns: report.columns, rows, named: () => null, marks: rows.length, table };
}

/** @param {any} app @param {any} picture @param {any} report @returns {Drawing} */
function artistDrawing(app, picture, report) {
  const given = { min_films: leastFilms(app, report), top: parameter(app, report, "top") };
  const { rows, all } = artistRows(report, app.definition.measures, app.films, app.artists, app.selection, given);
  const shown = columnsNamed(report, ["nome_artista", "filmes", "roi_total_inferior", "roi_total", "roi_mediano", "receita"]);
  const named = (/** @type {number} */ row, /** @type {string} */ name) => `artists.${row + 1}.${name}`;
  const table = tableOf(shown, rows, named, (i) => ({ class: app.lit && rows[i].films.some((/** @type {number} */ film) => app.lit.has(film)) ? "lit" : "" }));
  return {
    found: artistsFound(app, report, all, given.min_films),
    legend: [],
    columns: artistColumns(report),
    rows,
    named: (row, name) => (shown.some((column) => column.name === name) ? null : named(row, name)),
    marks: rows.length,
    table,
    asked: { min_films: given.min_films },
  };
}

/** @param {any} app @param {any} picture @param {any} report @returns {Drawing} */
function seriesDrawing(app, picture, report) {
  const top = parameter(app, report, "top");
  const order = ranked(app.series, app.seriesSelection, ["nota_imdb", "votos_imdb"]);
  const rows = order.slice(0, top ?? order.length).map((place) => titleRow(report, app.series, place));
  const shown = columnsNamed(report, ["titulo", "ano_lancamento", "ano_termino", "nota_imdb", "votos_imdb", "temporadas"]);
  const named = (/** @type {number} */ row, /** @type {string} */ name) => `series.${row + 1}.${name}`;
  return {
    found: [count("series", order.length)],
    legend: [],
    columns: report.columns,
    rows,
    named: (row, name) => (shown.some((column) => column.name === name) ? null : named(row, name)),
    marks: rows.length,
    table: tableOf(shown, rows, named),
  };
}

/** @param {any} app @returns {Drawing} */
function funnelDrawing(app) {
  const rows = app.funnel.map((/** @type {any} */ step, /** @type {number} */ i) => ({ ...step, condition: i ? conditionText(app, step.condition) : say("in_lake"), name: i ? step.condition : "films_in_lake" }));
  const figures = (/** @type {any} */ row) => ({ removed: figure(`funnel.${row.name}.removed`, row.removed), left: figure(`funnel.${row.name}.left`, row.left) });
  const steps = rows.map((/** @type {any} */ row, /** @type {number} */ i) => ({ label: row.condition, removed: row.removed, left: row.left, total: !i, figures: figures(row) }));
  const last = rows.at(-1);
  steps.push({ label: say("counted"), removed: 0, left: last.left, total: true, figures: { removed: {}, left: {} } });
  return {
    found: [say("found.funnel", { films: number(last.left), all: number(rows[0].left) })],
    legend: [],
    columns: [{ name: "condition", unit: "text" }, { name: "removed", unit: "count" }, { name: "left", unit: "count" }],
    rows,
    named: () => null,
    marks: steps.length,
    chart: (width) => funnelChart(steps, { width, axis: say("question.funnel") }),
  };
}

// The units of the report's own columns say what they measure, not that they are differences.
/** @type {Object<string, string>} */
const DIFFERENCES = { variacao: "difference", variacao_relativa: "relative difference" };

/** What rose and fell most; as many of each as are asked for and travel with the page. @param {any} app @param {any} picture @param {any} report @returns {Drawing} */
function trendDrawing(app, picture, report) {
  const { rows: all, days } = app.data.trends;
  const top = Math.min(parameter(app, report, "top"), app.definition.trends_carried);
  const rose = all.filter((/** @type {any} */ row) => row.variacao > 0).slice(0, top);
  const falls = all.filter((/** @type {any} */ row) => row.variacao < 0);
  const fell = falls.slice(Math.max(falls.length - top, 0));
  const rows = [...rose, ...fell];
  const columns = report.columns.map((/** @type {Column} */ column) => ({ ...column, unit: DIFFERENCES[column.name] ?? column.unit }));
  const shown = columnsNamed({ columns }, ["titulo", "tipo", "variacao", "variacao_relativa", "popularidade_final"]);
  const named = (/** @type {number} */ row, /** @type {string} */ name) => `${picture.report}.${row + 1}.${name}`;
  const falling = [...fell].reverse();
  const table = el(
    "div",
    { class: "two" },
    el("div", {}, el("h3", {}, say("trends.rose")), tableOf(shown, rose, named)),
    el("div", {}, el("h3", {}, say("trends.fell")), tableOf(shown, falling, (row, name) => named(rows.length - 1 - row, name))),
  );
  return {
    found: [say("found.trends", { first: day(days.first), last: day(days.last) })],
    legend: [],
    columns,
    rows,
    named: (row, name) => (shown.some((column) => column.name === name) ? null : named(row, name)),
    marks: rows.length,
    table,
    asked: { top },
  };
}

/** What a condition removes, with the values that were asked for. @param {any} app @param {string} name */
function conditionText(app, name) {
  const asked = (/** @type {string} */ key) => (key === "min_votes" ? number(app.asked[key] ?? 0) : String(app.asked[key] ?? "…"));
  return say(`condition.${name}`).replace(/\b(min_votes|min_year|max_year)\b/g, asked);
}
