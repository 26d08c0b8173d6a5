// What is drawn: bodies, paths, marks. An orthographic camera, so that one scale holds everywhere.
import {
  AmbientLight, ArrowHelper, BufferAttribute, BufferGeometry, DirectionalLight, Group, Mesh,
  MeshBasicMaterial, MeshLambertMaterial, OrthographicCamera, Scene, SphereGeometry, Vector3,
  WebGLRenderer,
} from "three";
import { LineMaterial } from "three/examples/jsm/lines/LineMaterial.js";
import { LineSegmentsGeometry } from "three/examples/jsm/lines/LineSegmentsGeometry.js";

// Okabe and Ito 2008, as in every figure of the sandbox.
const CRAFT = 0xd55e00;
const EARTH = 0x0072b2;
const MOON = 0x7c8594;
const SUN = 0xe69f00;
const START = { azimuth: -1.2, elevation: 0.9, zoom: 1 };
const STEP = 0.12; // rad a key

/** Without a graphics card smooth edges cost nearly half of the frames. */
function drawsInSoftware() {
  const context = document.createElement("canvas").getContext("webgl2");
  const told = context?.getExtension("WEBGL_debug_renderer_info");
  const name = told ? String(context.getParameter(told.UNMASKED_RENDERER_WEBGL)) : "";
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return /swiftshader|llvmpipe|softpipe|basic render/i.test(name);
}

export class Stage {
  constructor(canvas) {
    this.renderer = new WebGLRenderer({ canvas, antialias: !drawsInSoftware(), alpha: true });
    this.scene = new Scene();
    this.camera = new OrthographicCamera();
    this.light = new DirectionalLight(0xffffff, 3.0);
    this.scene.add(new AmbientLight(0xffffff, 0.7), this.light, this.light.target);
    this.earth = sphere(EARTH);
    this.moon = sphere(MOON);
    this.craft = new Mesh(new SphereGeometry(1, 16, 12), new MeshBasicMaterial({ color: CRAFT, depthTest: false }));
    this.craft.renderOrder = 3;
    this.arrow = new ArrowHelper(new Vector3(1, 0, 0), new Vector3(), 1, SUN);
    this.scene.add(this.earth, this.moon, this.craft, this.arrow);
    this.lines = new Group();
    this.scene.add(this.lines);
    this.pixels = [1, 1];
    this.reset();
  }

  reset() {
    Object.assign(this, START);
  }

  /** Lay out the paths of a view; what is seen is centred and scaled to fit. */
  show(view, name, radii) {
    clear(this.lines);
    this.view = view;
    this.radii = radii;
    if (name !== "moon") this.lines.add(fat(view.moon, MOON, 1.5, 0.8));
    this.ahead = fat(view.craft, CRAFT, 2, 0.45);
    this.flown = fat(view.craft, CRAFT, 4, 1);
    this.lines.add(this.ahead, this.flown);
    const focus = name === "moon" ? nearest(view, radii) : [...view.craft, ...view.moon];
    const box = bounds(focus);
    this.middle = name === "moon" ? new Vector3() : box.middle;
    this.half = (name === "moon" ? box.reach : box.half) * 1.12;
    this.reset();
  }

  /** Place everything at a time; `enlarged` multiplies the radii of the bodies. */
  set(t, enlarged) {
    const { view, radii } = this;
    this.earth.position.set(...view.at(view.earth, t));
    this.moon.position.set(...view.at(view.moon, t));
    this.craft.position.set(...view.at(view.craft, t));
    this.earth.scale.setScalar(radii.earth * enlarged);
    this.moon.scale.setScalar(radii.moon * enlarged);
    const [k, share] = view.place(t);
    const flown = PIECE.index.count * Math.max(1, Math.round(k + share));
    this.flown.geometry.setDrawRange(0, flown);
    this.ahead.geometry.setDrawRange(flown, Infinity);
    this.sun = new Vector3(...view.at(view.sun, t)).normalize();
    this.light.position.copy(this.sun);
    this.arrow.setDirection(this.sun);
  }

  resize(width, height) {
    this.pixels = [width, height];
    this.renderer.setPixelRatio(Math.min(2, window.devicePixelRatio || 1));
    this.renderer.setSize(width, height, false);
  }

  /** Kilometres across one pixel. */
  get kmPerPixel() {
    return (2 * this.half) / this.zoom / Math.min(...this.pixels);
  }

  turn(azimuth, elevation) {
    this.azimuth -= azimuth;
    this.elevation = Math.min(1.57, Math.max(-1.57, this.elevation + elevation));
  }

  key(name) {
    const turns = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] };
    if (!(name in turns)) return false;
    this.turn(...turns[name]);
    return true;
  }

  render() {
    const [width, height] = this.pixels;
    const km = this.kmPerPixel;
    const [w, h] = [(width * km) / 2, (height * km) / 2];
    const far = 20 * this.half + 2e6;
    Object.assign(this.camera, { left: -w, right: w, top: h, bottom: -h, near: 0, far: 2 * far });
    const { azimuth: a, elevation: e } = this;
    const away = new Vector3(Math.cos(e) * Math.cos(a), Math.cos(e) * Math.sin(a), Math.sin(e));
    this.camera.up.set(-Math.sin(e) * Math.cos(a), -Math.sin(e) * Math.sin(a), Math.cos(e));
    this.camera.position.copy(this.middle).addScaledVector(away, far);
    this.camera.lookAt(this.middle);
    this.camera.updateProjectionMatrix();
    this.craft.scale.setScalar(5 * km);
    this.arrow.position.copy(this.middle).addScaledVector(this.sunBase(w, h), 1);
    this.arrow.setLength(48 * km, 14 * km, 9 * km);
    for (const line of this.lines.children) line.material.resolution.set(width, height);
    this.renderer.render(this.scene, this.camera);
  }

  /** The arrow's foot: in the upper left corner of what is seen. */
  sunBase(w, h) {
    const km = this.kmPerPixel;
    const right = new Vector3().setFromMatrixColumn(this.camera.matrixWorld, 0);
    const up = new Vector3().setFromMatrixColumn(this.camera.matrixWorld, 1);
    return right.multiplyScalar(-w + 64 * km).addScaledVector(up, h - 64 * km);
  }

  /** Pixels from the upper left corner of a place in km. */
  project(point) {
    const at = new Vector3(...point).project(this.camera);
    return [((at.x + 1) / 2) * this.pixels[0], ((1 - at.y) / 2) * this.pixels[1]];
  }

  dispose() {
    clear(this.lines);
    this.scene.traverse((part) => {
      part.geometry?.dispose();
      part.material?.dispose();
    });
    this.renderer.dispose();
    this.renderer.forceContextLoss();
  }
}

function sphere(colour) {
  return new Mesh(new SphereGeometry(1, 48, 32), new MeshLambertMaterial({ color: colour }));
}

/** What draws one piece of a line: two triangles between its ends, two for each cap. */
const PIECE = new LineSegmentsGeometry();

/** A line of a width in pixels. Not instanced: graphics without a card draw each instance by itself. */
function fat(points, colour, width, opacity) {
  const { position, uv } = PIECE.attributes;
  const corners = position.count;
  const pieces = points.length / 3 - 1;
  const ends = { instanceStart: [], instanceEnd: [] };
  const index = [];
  for (let piece = 0; piece < pieces; piece += 1) {
    const start = points.slice(3 * piece, 3 * piece + 3);
    const end = points.slice(3 * piece + 3, 3 * piece + 6);
    for (let corner = 0; corner < corners; corner += 1) {
      ends.instanceStart.push(...start);
      ends.instanceEnd.push(...end);
    }
    for (const corner of PIECE.index.array) index.push(corners * piece + corner);
  }
  const geometry = new BufferGeometry();
  geometry.setIndex(index);
  geometry.setAttribute("position", repeated(position, pieces));
  geometry.setAttribute("uv", repeated(uv, pieces));
  for (const [name, values] of Object.entries(ends)) {
    geometry.setAttribute(name, new BufferAttribute(new Float32Array(values), 3));
  }
  const line = new Mesh(geometry, new LineMaterial({ color: colour, linewidth: width, transparent: true, opacity }));
  line.frustumCulled = false;
  return line;
}

function repeated({ array, itemSize }, times) {
  const found = new Float32Array(array.length * times);
  for (let n = 0; n < times; n += 1) found.set(array, n * array.length);
  return new BufferAttribute(found, itemSize);
}

function clear(group) {
  for (const part of [...group.children]) {
    group.remove(part);
    part.geometry.dispose();
    part.material.dispose();
  }
}

/** The craft's places within twelve radii of the Moon; all of them if it does not come so near. */
function nearest(view, radii) {
  const found = [];
  for (let i = 0; i < view.craft.length; i += 3) {
    const place = view.craft.slice(i, i + 3);
    if (Math.hypot(...place) < 12 * radii.moon) found.push(...place);
  }
  return found.length > 6 ? found : view.craft;
}

function bounds(points) {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  let reach = 0;
  for (let i = 0; i < points.length; i += 3) {
    for (let axis = 0; axis < 3; axis += 1) {
      low[axis] = Math.min(low[axis], points[i + axis]);
      high[axis] = Math.max(high[axis], points[i + axis]);
    }
    reach = Math.max(reach, Math.hypot(points[i], points[i + 1], points[i + 2]));
  }
  const middle = new Vector3(...low.map((value, axis) => (value + high[axis]) / 2));
  const half = Math.hypot(high[0] - low[0], high[1] - low[1], high[2] - low[2]) / 2;
  return { middle, half, reach };
}
