// What a view shows, as CSV and as PNG.

/*
 * RFC 4180. Text that a spreadsheet would take for a formula gets an
 * apostrophe, because titles and names come from anybody.
 */
export function csv(columns, rows) {
  const cell = (value) => {
    if (value === null || value === undefined) return "";
    let text = Array.isArray(value) ? value.join(";") : String(value);
    if (typeof value === "string" && /^[=+\-@\t\r]/.test(text)) text = "'" + text;
    return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  };
  return [columns.map((c) => cell(c.id)), ...rows.map((row) => columns.map((c) => cell(c.raw(row))))]
    .map((line) => line.join(",") + "\r\n").join("");
}

export function save(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

const KEPT = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray",
  "opacity", "font-family", "font-size", "font-weight", "text-anchor", "dominant-baseline",
  "stroke-linejoin", "stroke-linecap", "visibility", "vector-effect", "paint-order"];
const PAD = 20;
const SCALE = 2;

// A picture knows no style sheet: what applies is written into each element.
function standalone(svg) {
  const copy = svg.cloneNode(true);
  const from = [svg, ...svg.querySelectorAll("*")];
  const to = [copy, ...copy.querySelectorAll("*")];
  from.forEach((element, i) => {
    const style = getComputedStyle(element);
    for (const name of KEPT) {
      const value = style.getPropertyValue(name);
      if (value) to[i].setAttribute(name, value.replace(/url\("[^"#]*#/g, 'url("#'));
    }
    to[i].removeAttribute("class");
    to[i].removeAttribute("tabindex");
  });
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return copy;
}

function lines(context, text, width) {
  const out = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line ? line + " " + word : word;
    if (line && context.measureText(longer).width > width) {
      out.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return line ? [...out, line] : out;
}

async function pictureOf(svg) {
  const { width, height } = svg.getBoundingClientRect();
  const copy = standalone(svg);
  copy.setAttribute("width", width);
  copy.setAttribute("height", height);
  const image = new Image();
  image.src = "data:image/svg+xml;charset=utf-8," +
    encodeURIComponent(new XMLSerializer().serializeToString(copy));
  await image.decode();
  return { image, width, height };
}

const KEY_FONT = 12;
const KEY_STEP = 20;

// What the colours mean, as rows of [picture, words, x].
async function keyRows(context, key, family, width) {
  context.font = `${KEY_FONT}px ${family}`;
  const rows = [];
  let x = width;
  for (const item of key ? key.querySelectorAll("li") : []) {
    const swatch = await pictureOf(item.querySelector("svg"));
    const room = swatch.width + 6 + context.measureText(item.textContent).width + 18;
    if (x + room > width) {
      rows.push([]);
      x = 0;
    }
    rows[rows.length - 1].push([swatch, item.textContent, x]);
    x += room;
  }
  return rows;
}

/*
 * The picture of a chart with its title above, what its colours mean (`key`, a
 * list with a swatch an item, or null) and its source below it, twice as fine
 * as on the screen.
 */
export async function png(svg, { title, note, foot, key }) {
  const { image, width, height } = await pictureOf(svg);

  const style = getComputedStyle(document.body);
  const root = getComputedStyle(document.documentElement);
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  const family = style.fontFamily;
  const written = [[title, `600 17px ${family}`, 23, "--ink"], [note, `13px ${family}`, 18, "--ink-2"],
    [foot, `11px ${family}`, 16, "--ink-2"]].map(([text, font, step, color]) => {
    context.font = font;
    return { rows: text ? lines(context, text, width) : [], font, step, color: root.getPropertyValue(color) };
  });
  const keys = await keyRows(context, key, family, width);
  const tall = written.reduce((sum, w) => sum + w.rows.length * w.step, 0) + keys.length * KEY_STEP;
  canvas.width = Math.ceil((width + 2 * PAD) * SCALE);
  canvas.height = Math.ceil((height + tall + 3 * PAD) * SCALE);
  context.scale(SCALE, SCALE);
  context.fillStyle = root.getPropertyValue("--surface");
  context.fillRect(0, 0, canvas.width, canvas.height);
  let y = PAD;
  const write = (w) => {
    context.font = w.font;
    context.fillStyle = w.color;
    context.textBaseline = "top";
    for (const row of w.rows) {
      context.fillText(row, PAD, y);
      y += w.step;
    }
  };
  write(written[0]);
  write(written[1]);
  y += PAD / 2;
  context.drawImage(image, PAD, y, width, height);
  y += height + PAD / 2;
  context.font = `${KEY_FONT}px ${family}`;
  context.fillStyle = root.getPropertyValue("--ink-2");
  context.textBaseline = "middle";
  for (const row of keys) {
    for (const [swatch, words, x] of row) {
      context.drawImage(swatch.image, PAD + x, y, swatch.width, swatch.height);
      context.fillText(words, PAD + x + swatch.width + 6, y + swatch.height / 2);
    }
    y += KEY_STEP;
  }
  write(written[2]);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}
