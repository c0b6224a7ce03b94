// What a reader takes along: the path as CSV, the scenario as YAML.

// biome-ignore lint/correctness/noUnusedVariables: the scripts after this one use it.
const FILES = (() => {
  const { written } = NUMBERS;

  const name = (...parts) => parts.join("-").replace(/[^\w.-]+/g, "-");
  const cell = (value) => {
    const text = String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };

  /** Returns a path: year and value of each row, and in every row what they are of. */
  const csv = (contract, { claim, growth, model, path, state, years }) => {
    const { as_of, inputs, unit } = contract;
    const base = MODEL.hasOwnBase(contract, state) ? "own" : "printed";
    const others = Object.entries(inputs)
      .filter(([, { phrase }]) => phrase)
      .map(([key]) => [key, model.inputs.includes(key) ? written(state[key]) : ""]);
    const grown = growth === undefined ? "" : written(growth);
    const constant = { unit, claim: claim.id, model: model.name, growth: grown, base };
    const facts = [...Object.entries(constant), ...others, ["as_of", as_of]];
    const head = ["year", "value", ...facts.map(([key]) => key)];
    const rows = path.map((value, at) => [years[at], value, ...facts.map(([, fact]) => fact)]);
    return [head, ...rows, [""]].map((row) => row.map(cell).join(",")).join("\r\n");
  };

  // A whole number would be read as a percentage.
  const plain = (kind, value) =>
    written(value) + (kind === "percent" && Number.isInteger(value) ? ".0" : "");
  const yaml = ({ inputs, parameters }, { state }) =>
    Object.entries(parameters)
      .map(([key, parameter]) => `${parameter}: ${plain(inputs[key]?.kind, state[key])}\n`)
      .join("");

  const save = (file, type, text) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };

  return { csv, name, save, yaml };
})();
