// The elements of the player. Text goes in as text, never as markup.
import css from "./style.css";
import { VIEWS } from "./views.js";

/** Make an element with properties and children; strings become text. */
export function make(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role" || name === "for") node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...children);
  return node;
}

export function layout(parent) {
  const style = make("style");
  style.textContent = css;
  const canvas = make("canvas", { tabIndex: 0, role: "img" });
  const labels = make("div", { className: "labels", "aria-hidden": "true" });
  const scale = make("div", { className: "scale", "aria-hidden": "true" });
  const note = make("p", { className: "note" });
  const message = make("p", { className: "message", role: "status", hidden: true });
  const stage = make("div", { className: "stage" }, canvas, labels, scale, message);
  const views = make(
    "fieldset", { className: "views" }, make("legend", { className: "quiet" }, "Seen"),
    ...Object.entries(VIEWS).map(([value, text]) =>
      make("label", {}, make("input", { type: "radio", name: "view", value }), make("span", {}, text))),
  );
  const play = make("button", { type: "button", className: "play" }, "Play");
  const pace = make("select");
  const time = make("input", { type: "range", min: 0, step: "any", value: 0 });
  const bodies = make("select");
  const zoomIn = make("button", { type: "button", "aria-label": "Closer" }, "+");
  const zoomOut = make("button", { type: "button", "aria-label": "Farther" }, "\u2212");
  const again = make("button", { type: "button" }, "Reset view");
  const readings = Object.fromEntries(
    ["Time", "UTC", "To Earth's centre", "To Moon's centre", "Speed"].map((name) => [name, make("dd")]),
  );
  const root = make(
    "section", { className: "player", "aria-label": "The flight in space" },
    make("div", { className: "row" }, views,
      make("label", {}, "Bodies ", bodies), make("span", { className: "group" }, zoomOut, zoomIn, again)),
    stage,
    make("div", { className: "row clock" }, play,
      make("label", { className: "wide" }, make("span", { className: "quiet" }, "Time since departure"), time),
      make("label", {}, make("span", { className: "quiet" }, "Pace"), pace)),
    make("dl", {}, ...Object.entries(readings).map(([name, dd]) => make("div", {}, make("dt", {}, name), dd))),
    note,
  );
  parent.append(style, root);
  return { style, root, canvas, labels, scale, note, message, stage, views, play, pace, time, bodies,
    zoomIn, zoomOut, again, readings };
}
