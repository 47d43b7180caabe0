/** The page at /api/docs: lists the operations of the OpenAPI document and sends requests as the person signed in. */

const api = await (await fetch("/api/openapi.json")).json();
const list = document.querySelector("#operations");
const filter = document.querySelector("#filter");

/** Text only ever becomes text nodes: the document is ours, what answers hold is not. */
function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

function resolve(schema) {
  const name = schema?.$ref?.replace("#/components/schemas/", "");
  return name ? api.components.schemas[name] : schema;
}

function isNeeded(name, schema) {
  return schema.required?.includes(name) && resolve(schema.properties[name])?.default === undefined;
}

/** A body to start from: the fields that must be there. */
function exampleOf(schema) {
  const resolved = resolve(schema) ?? {};
  const fields = Object.entries(resolved.properties ?? {}).filter(([name]) => isNeeded(name, resolved));
  return Object.fromEntries(fields.map(([name, field]) => [name, startValueOf(resolve(field))]));
}

function startValueOf(schema) {
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  return { string: "", number: 0, integer: 0, boolean: false, array: [] }[schema.type] ?? null;
}

function fieldsOf(operation) {
  return (operation.parameters ?? []).map((parameter) => {
    const input = element("input", { name: parameter.name, "data-in": parameter.in });
    if (parameter.required) input.required = true;
    return element("label", {}, `${parameter.name} (${parameter.in})`, input);
  });
}

function bodyOf(operation) {
  const schema = operation.requestBody?.content?.["application/json"]?.schema;
  if (!schema) return [];
  const text = element("textarea", { name: "body", rows: "6", spellcheck: "false" });
  text.value = JSON.stringify(exampleOf(schema), null, 2);
  const names = Object.keys(resolve(schema)?.properties ?? {}).join(", ");
  return [element("label", {}, `body (JSON): ${names}`, text)];
}

function requestOf(method, path, form) {
  let target = path;
  const query = new URLSearchParams();
  const headers = {};
  for (const input of form.querySelectorAll("input[data-in]")) {
    if (!input.value) continue;
    if (input.dataset.in === "path") target = target.replace(`{${input.name}}`, encodeURIComponent(input.value));
    if (input.dataset.in === "query") query.set(input.name, input.value);
    if (input.dataset.in === "header") headers[input.name] = input.value;
  }
  const body = form.elements.namedItem("body")?.value;
  if (body) headers["Content-Type"] = "application/json";
  const url = query.size > 0 ? `${target}?${query}` : target;
  return [url, { method: method.toUpperCase(), headers, ...(body && { body }) }];
}

async function answerText(response) {
  const text = await response.text();
  if (!response.headers.get("content-type")?.includes("json")) return text;
  return JSON.stringify(JSON.parse(text), null, 2);
}

function tryIt(method, path, operation) {
  const isStream = "text/event-stream" in (operation.responses["200"]?.content ?? {});
  if (isStream) return element("p", { class: "muted" }, "A stream: open it with EventSource or curl -N.");
  const output = element("pre", { hidden: "" });
  const form = element("form", {}, ...fieldsOf(operation), ...bodyOf(operation));
  form.append(element("button", { type: "submit" }, "Send"), output);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    output.hidden = false;
    output.textContent = "…";
    try {
      const response = await fetch(...requestOf(method, path, form));
      output.textContent = `${response.status} ${response.statusText}\n\n${await answerText(response)}`;
    } catch (error) {
      output.textContent = String(error);
    }
  });
  return form;
}

function operationNode(method, path, operation) {
  const summary = element("summary", {}, element("code", {}, `${method.toUpperCase()} ${path}`), " ");
  summary.append(element("span", {}, operation.summary ?? ""));
  const node = element("details", { "data-text": `${method} ${path} ${operation.summary}`.toLowerCase() }, summary);
  if (operation.description) node.append(element("p", { class: "muted" }, operation.description));
  node.addEventListener("toggle", () => node.append(tryIt(method, path, operation)), { once: true });
  return node;
}

const byTag = new Map();
for (const [path, methods] of Object.entries(api.paths)) {
  for (const [method, operation] of Object.entries(methods)) {
    const tag = operation.tags?.[0] ?? "Other";
    byTag.set(tag, [...(byTag.get(tag) ?? []), operationNode(method, path, operation)]);
  }
}
for (const [tag, nodes] of byTag) list.append(element("section", {}, element("h2", {}, tag), ...nodes));

filter.addEventListener("input", () => {
  const wanted = filter.value.trim().toLowerCase();
  for (const node of list.querySelectorAll("details")) node.hidden = !node.dataset.text.includes(wanted);
  for (const section of list.querySelectorAll("section")) {
    section.hidden = !section.querySelector("details:not([hidden])");
  }
});
