export const VIEWS = { earth: "From the Earth", moon: "From the Moon", rotating: "Turning with the Moon" };
