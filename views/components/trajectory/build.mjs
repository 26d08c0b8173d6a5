// Bundles src/ with three.js into dist/trajectory.js, stamped with the hash of its sources.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));

/** SHA-256 over everything the bundle is made from, line ends as in the repository. */
function sourceHash() {
  const sources = readdirSync(join(here, "src")).map((name) => `src/${name}`);
  const hash = createHash("sha256");
  for (const name of ["build.mjs", "package-lock.json", ...sources].sort()) {
    hash.update(`${name}\n`);
    hash.update(readFileSync(join(here, name), "utf8").replaceAll("\r\n", "\n"));
  }
  return hash.digest("hex");
}

const licence = readFileSync(join(here, "node_modules", "three", "LICENSE"), "utf8").trim();
const result = await build({
  entryPoints: [join(here, "src", "main.js")],
  bundle: true,
  format: "esm",
  minify: true,
  target: "es2022",
  loader: { ".css": "text" },
  legalComments: "none", // the whole licence is in the banner
  banner: { js: `/* sources sha256 ${sourceHash()}\n\nContains three.js:\n\n${licence}\n*/` },
  write: false,
});
mkdirSync(join(here, "dist"), { recursive: true });
writeFileSync(join(here, "dist", "trajectory.js"), result.outputFiles[0].contents);
console.log(`dist/trajectory.js  ${result.outputFiles[0].contents.length} bytes`);
