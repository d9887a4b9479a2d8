// No dependency of the shipped crates may ask for a newer Rust than they promise.
const metadata = JSON.parse(require("fs").readFileSync(0));
const byId = new Map(metadata.packages.map((p) => [p.id, p]));
const nodes = new Map(metadata.resolve.nodes.map((n) => [n.id, n]));
const number = (v) => v.split(".").map(Number).reduce((all, part) => all * 1000 + part, 0);
const padded = (v) => number(v.split(".").concat("0", "0").slice(0, 3).join("."));

const root = metadata.packages.find((p) => p.name === "insforge");
const seen = new Set();
const visit = (id) => {
  if (seen.has(id)) return;
  seen.add(id);
  for (const dep of nodes.get(id).deps)
    if (dep.dep_kinds.some((kind) => kind.kind !== "dev")) visit(dep.pkg);
};
visit(root.id);
const newer = [...seen].map((id) => byId.get(id)).filter((p) => p.rust_version && padded(p.rust_version) > padded(root.rust_version));
for (const p of newer) console.error(`${p.name} ${p.version} needs Rust ${p.rust_version}, insforge promises ${root.rust_version}`);
console.log(`rust-version ${root.rust_version} holds for ${seen.size} crates`);
process.exit(newer.length ? 1 : 0);
