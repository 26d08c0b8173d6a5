// The clock, the controls and the readings; what is drawn is the stage's matter.
import { layout, make } from "./dom.js";
import { freeCorner, sizeOf } from "./labels.js";
import { View, length, subtract, valueAt } from "./motion.js";
import { Stage } from "./stage.js";
import { elapsed, grouped, pace, roundLength, utc } from "./words.js";

const WHOLE_S = [60, 20, 6]; // seconds that the whole flight takes
const SIZES = [1, 5, 20];
const STEP_SHARE = 0.005; // of the flight, an arrow key on the slider

export class Player {
  constructor(parent) {
    this.ui = layout(parent);
    this.t = 0;
    this.view = "earth";
    this.enlarged = { earth: 5, moon: 1, rotating: 5 };
    this.playing = false;
    this.frames = 0;
    try {
      this.stage = new Stage(this.ui.canvas);
    } catch {
      this.withoutWebGL();
    }
    this.listen();
    this.watcher = new ResizeObserver(() => this.resize());
    this.watcher.observe(this.ui.stage);
  }

  /** Take over what Python sent; the same scene again changes nothing but the colours. */
  update(scene, setStateValue) {
    this.send = setStateValue;
    if (!this.stage && !this.told) {
      this.told = true;
      this.send("webgl", false);
    }
    if (scene && scene.id !== this.scene?.id) this.load(scene);
    this.draw();
  }

  load(scene) {
    this.pause();
    this.scene = scene;
    this.end = scene.t_s[scene.t_s.length - 1];
    this.t = Math.min(this.end, Math.max(0, scene.start_s ?? 0));
    this.ui.time.max = this.end;
    this.ui.time.step = this.end * STEP_SHARE;
    this.ui.canvas.setAttribute("aria-label", scene.alt);
    fill(this.ui.pace, WHOLE_S.map((s) => [s, pace(this.end / s)]), WHOLE_S[1]);
    fill(this.ui.bodies, SIZES.map((n) => [n, n === 1 ? "true size" : `${n} times enlarged`]), 1);
    this.choose(this.view);
  }

  choose(name) {
    this.view = name;
    for (const radio of this.ui.views.querySelectorAll("input")) radio.checked = radio.value === name;
    this.ui.bodies.value = this.enlarged[name];
    this.seen = new View(this.scene, name);
    this.stage?.show(this.seen, name, this.scene.radii_km);
    this.marks();
    this.draw();
  }

  /** Make a label for everything that has a name in this view. */
  marks() {
    const { labels } = this.ui;
    const shown = (className, text) => {
      const span = make("span", { className }, text);
      labels.append(span);
      return span;
    };
    labels.replaceChildren();
    this.burns = this.scene.burns.map((burn) => {
      const cross = make("i");
      labels.append(cross);
      const text = `${burn.label} ${grouped(burn.dv_m_s)} m/s`;
      return { cross, text: shown("burn", text), at: this.seen.at(this.seen.craft, burn.t_s) };
    });
    this.names = { earth: shown("body", "Earth"), moon: shown("body", "Moon"), sun: shown("body", "Sun") };
    this.stage ?? this.ui.labels.replaceChildren();
  }

  listen() {
    const { ui } = this;
    ui.views.onchange = (event) => this.choose(event.target.value);
    ui.bodies.onchange = () => {
      this.enlarged[this.view] = Number(ui.bodies.value);
      this.draw();
    };
    ui.play.onclick = () => (this.playing ? this.pause(true) : this.start());
    ui.time.oninput = () => {
      this.t = Number(ui.time.value);
      this.draw();
    };
    ui.time.onchange = () => this.release();
    ui.zoomIn.onclick = () => this.zoom(1.5);
    ui.zoomOut.onclick = () => this.zoom(1 / 1.5);
    ui.again.onclick = () => {
      this.stage?.reset();
      this.draw();
    };
    ui.canvas.onkeydown = (event) => {
      if (this.stage?.key(event.key)) event.preventDefault();
      else if (event.key === "+" || event.key === "-") this.zoom(event.key === "+" ? 1.5 : 1 / 1.5);
      this.draw();
    };
    ui.canvas.onpointerdown = (event) => ui.canvas.setPointerCapture(event.pointerId);
    ui.canvas.onpointermove = (event) => {
      if (!ui.canvas.hasPointerCapture(event.pointerId)) return;
      this.stage?.turn(0.008 * event.movementX, 0.008 * event.movementY);
      this.draw();
    };
    ui.canvas.addEventListener("webglcontextlost", () => this.withoutWebGL());
  }

  zoom(factor) {
    if (this.stage) this.stage.zoom = Math.min(500, Math.max(0.5, this.stage.zoom * factor));
    this.draw();
  }

  start() {
    if (this.t >= this.end) this.t = 0;
    this.playing = true;
    this.last = undefined;
    this.ui.play.textContent = "Pause";
    this.loop = requestAnimationFrame((now) => this.tick(now));
  }

  pause(byHand = false) {
    this.playing = false;
    cancelAnimationFrame(this.loop);
    this.ui.play.textContent = "Play";
    if (byHand) this.release();
  }

  tick(now) {
    if (!this.playing) return;
    const passed = this.last === undefined ? 0 : Math.min(0.25, (now - this.last) / 1000);
    this.last = now;
    this.t = Math.min(this.end, this.t + (passed * this.end) / Number(this.ui.pace.value));
    this.draw();
    if (this.t >= this.end) this.pause(true);
    else this.loop = requestAnimationFrame((next) => this.tick(next));
  }

  /** Tell Python where the clock stands. */
  release() {
    this.send?.("t_s", Math.round(this.t));
  }

  draw() {
    if (!this.scene) return;
    this.read();
    const { ui, stage } = this;
    const size = this.enlarged[this.view];
    ui.note.textContent = size === 1
      ? "Earth and Moon are drawn at true size. Drag or use the arrow keys to turn the view."
      : `Earth and Moon are drawn ${size} times their size. Drag or use the arrow keys to turn the view.`;
    if (!stage || !stage.pixels[0]) return;
    stage.set(this.t, size);
    stage.render();
    this.frames += 1;
    ui.root.dataset.frames = this.frames;
    this.place();
  }

  read() {
    const { ui, scene, t } = this;
    const earth = scene.earth_view ?? (scene.earth_view = new View(scene, "earth"));
    const craft = earth.at(earth.craft, t);
    const toMoon = length(subtract(craft, earth.at(earth.moon, t)));
    const speed = (values) => valueAt(scene.t_s, values, t);
    const fromMoon = this.view === "moon";
    const words = {
      Time: elapsed(t),
      UTC: utc(scene.start_utc_ms, t),
      "To Earth's centre": `${grouped(length(craft))} km`,
      "To Moon's centre": `${grouped(toMoon)} km`,
      Speed: fromMoon
        ? `${grouped(1000 * speed(scene.speed_moon_km_s))} m/s past the Moon`
        : `${grouped(1000 * speed(scene.speed_earth_km_s))} m/s past the Earth`,
    };
    for (const [name, text] of Object.entries(words)) ui.readings[name].textContent = text;
    ui.time.value = t;
    ui.time.setAttribute("aria-valuetext", `${words.Time}, ${words.UTC}`);
  }

  /** Put labels and the scale's bar where they belong. */
  place() {
    const { stage, seen, names, t } = this;
    const put = (node, [x, y], dx, dy) => {
      node.style.transform = `translate(${x + dx}px, ${y + dy}px)`;
    };
    const below = (radius) => (this.enlarged[this.view] * radius) / stage.kmPerPixel + 4;
    put(names.earth, stage.project(seen.at(seen.earth, t)), -18, below(this.scene.radii_km.earth));
    put(names.moon, stage.project(seen.at(seen.moon, t)), -18, below(this.scene.radii_km.moon));
    put(names.sun, stage.project(stage.arrow.position.toArray()), -14, 16);
    const taken = [];
    for (const burn of this.burns) {
      const at = stage.project(burn.at);
      put(burn.cross, at, 0, 0);
      burn.size ||= sizeOf(burn.text);
      const corner = freeCorner(at, burn.size, stage.pixels, taken);
      put(burn.text, corner, 0, 0);
    }
    const km = roundLength(110 * stage.kmPerPixel);
    this.ui.scale.style.width = `${km / stage.kmPerPixel}px`;
    this.ui.scale.dataset.text = `${grouped(km)} km`;
  }

  resize() {
    const { clientWidth, clientHeight } = this.ui.stage;
    if (!this.stage || !clientWidth) return;
    this.stage.resize(clientWidth, clientHeight);
    this.draw();
  }

  withoutWebGL() {
    this.stage = undefined;
    this.ui.message.hidden = false;
    this.ui.message.textContent =
      "This browser does not draw in three dimensions (WebGL is off). The view from above shows the same flight.";
    this.ui.canvas.hidden = true;
    this.ui.labels.replaceChildren();
    this.ui.scale.hidden = true;
    this.send?.("webgl", false);
  }

  dispose() {
    cancelAnimationFrame(this.loop);
    this.playing = false;
    this.watcher.disconnect();
    const stage = this.stage;
    this.stage = undefined;
    this.send = undefined;
    stage?.dispose();
    this.ui.style.remove();
    this.ui.root.remove();
  }
}

function fill(select, options, chosen) {
  select.replaceChildren(...options.map(([value, text]) => make("option", { value }, text)));
  select.value = chosen;
}
