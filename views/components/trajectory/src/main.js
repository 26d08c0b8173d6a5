// One flight in space, as a Streamlit component: called again whenever data or theme change.
import { Player } from "./player.js";

const players = new WeakMap();

export default function ({ data, parentElement, setStateValue }) {
  let player = players.get(parentElement);
  if (!player) {
    player = new Player(parentElement);
    players.set(parentElement, player);
  }
  player.update(data, setStateValue);
  return () => {
    player.dispose();
    players.delete(parentElement);
  };
}
