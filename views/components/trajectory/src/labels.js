// Where a label stands beside its mark: inside the picture and clear of the labels before it.
const GAP = 8; // pixels between a mark and its label

/** Width and height of a label; undefined while the page does not show it. */
export function sizeOf(label) {
  return label.offsetWidth ? [label.offsetWidth, label.offsetHeight] : undefined;
}

/**
 * Upper left corner of a label: above to the right of the mark, or the first other side with room.
 * What it takes is noted in `taken`.
 */
export function freeCorner([x, y], size, [width, height], taken) {
  const [w, h] = size ?? [0, 0];
  const [right, left, above, below] = [x + GAP, x - GAP - w, y - GAP / 2 - h, y + GAP / 2];
  const sides = [[right, above], [left, above], [right, below], [left, below]];
  const fits = ([a, b]) => a >= 0 && b >= 0 && a + w <= width && b + h <= height;
  const clear = ([a, b]) => taken.every((one) =>
    a + w <= one.left || a >= one.right || b + h <= one.top || b >= one.bottom);
  const corner = sides.find((side) => fits(side) && clear(side)) ?? sides.find(fits) ?? sides[0];
  taken.push({ left: corner[0], top: corner[1], right: corner[0] + w, bottom: corner[1] + h });
  return corner;
}
