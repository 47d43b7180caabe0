/**
 * The document as xterm.js may use it under our content security policy: what it writes as style elements and style
 * attributes, which the policy forbids, becomes constructed style sheets and style properties, which do the same.
 */

export function strictDocument(): Document {
  return new Proxy(document, {
    get(target, property) {
      if (property === "createElement") return createElement;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** Runs what makes elements by the global document itself: xterm.js does where it makes its scroll bar. */
export function withStrictElements(make: () => void): void {
  const lent = { value: createElement, configurable: true };
  Object.defineProperty(document, "createElement", lent);
  try {
    make();
  } finally {
    // The prototype's own comes out again.
    Reflect.deleteProperty(document, "createElement");
  }
}

/** The original, whatever is lent to the document. */
const makeElement = Document.prototype.createElement;

function createElement(tag: string): HTMLElement {
  if (tag === "style") return styleElement();
  const element = makeElement.call(document, tag);
  const setAttribute = element.setAttribute.bind(element);
  element.setAttribute = (name, value) => {
    if (name === "style") element.style.cssText = value;
    else setAttribute(name, value);
  };
  return element;
}

/** Stands for a style element: its text is a style sheet of the document for as long as it is part of the page. */
function styleElement(): HTMLElement {
  const sheet = new CSSStyleSheet();
  const element = makeElement.call(document, "div");
  element.hidden = true;
  const remove = element.remove.bind(element);
  document.adoptedStyleSheets.push(sheet);
  element.remove = () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    remove();
  };
  Object.defineProperty(element, "textContent", { set: (css: string) => sheet.replaceSync(css), get: () => "" });
  return element;
}
