// One flight in space, as a Streamlit component: called again whenever data or theme change.
import { Player } from "./player.js";

const held = new WeakMap();

export default function ({ data, parentElement, setStateValue }) {
  const one = held.get(parentElement) ?? { player: new Player(parentElement), calls: 0 };
  held.set(parentElement, one);
  one.calls += 1;
  const call = one.calls;
  one.player.update(data, setStateValue);
  return () => {
    // A call that was overtaken while it loaded is cleaned up late: the player is the later one's.
    if (call !== one.calls) return;
    one.player.dispose();
    held.delete(parentElement);
  };
}
