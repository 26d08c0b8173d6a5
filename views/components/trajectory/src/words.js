// Numbers as the reader sees them, the same as in the rest of the sandbox.

const THIN = "\u202f";

export function grouped(value, decimals = 0) {
  const [whole, rest] = value.toFixed(decimals).split(".");
  const parts = whole.replace(/\B(?=(\d{3})+(?!\d))/g, THIN);
  return rest ? `${parts}.${rest}` : parts;
}

export function elapsed(seconds) {
  const hours = seconds / 3600;
  return hours < 240 ? `T+${hours.toFixed(2)} h` : `T+${(hours / 24).toFixed(2)} d`;
}

export function utc(startMs, seconds) {
  return `${new Date(startMs + 1000 * seconds).toISOString().slice(0, 19)}Z`;
}

export function pace(secondsPerSecond) {
  const hours = secondsPerSecond / 3600;
  return hours < 48 ? `${Number(hours.toPrecision(2))} h/s` : `${Number((hours / 24).toPrecision(2))} d/s`;
}

/** The roundest length (km) that is no longer than a given one: 1, 2 or 5 times a power of ten. */
export function roundLength(km) {
  const power = 10 ** Math.floor(Math.log10(km));
  return [5, 2, 1].find((step) => step * power <= km) * power;
}
