// Where everything is at a time: straight lines between the samples that Python prepared.

/** Positions in one view (km); the craft, the bodies and the direction to the Sun. */
export class View {
  constructor(scene, name) {
    const { craft_km, moon_km, rotating } = scene;
    const moonDistance = distances(moon_km);
    this.times = scene.t_s;
    this.sun = name === "rotating" ? rotating.sun : scene.sun;
    if (name === "earth") {
      this.craft = craft_km;
      this.moon = moon_km;
      this.earth = zeros(moon_km);
    } else if (name === "moon") {
      this.craft = minus(craft_km, moon_km);
      this.moon = zeros(moon_km);
      this.earth = minus(this.moon, moon_km);
    } else {
      this.craft = rotating.craft_km;
      this.moon = moonDistance.flatMap((km) => [km, 0, 0]);
      this.earth = zeros(moon_km);
    }
  }

  /** Index of the sample before a time, and the share of the step behind. */
  place(t) {
    return placeIn(this.times, t);
  }

  at(points, t) {
    const [k, share] = this.place(t);
    return [0, 1, 2].map((axis) => mix(points[3 * k + axis], points[3 * k + 3 + axis], share));
  }
}

export function placeIn(times, t) {
  let low = 0;
  let high = times.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times[middle] <= t) low = middle;
    else high = middle;
  }
  const share = (t - times[low]) / (times[high] - times[low]);
  return [low, Math.min(1, Math.max(0, share))];
}

export function valueAt(times, values, t) {
  const [k, share] = placeIn(times, t);
  return mix(values[k], values[k + 1], share);
}

export function length([x, y, z]) {
  return Math.hypot(x, y, z);
}

export function subtract(a, b) {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

function mix(a, b, share) {
  return a + (b - a) * share;
}

function zeros(points) {
  return new Array(points.length).fill(0);
}

function minus(a, b) {
  return a.map((value, i) => value - b[i]);
}

function distances(points) {
  const found = [];
  for (let i = 0; i < points.length; i += 3) found.push(Math.hypot(...points.slice(i, i + 3)));
  return found;
}
