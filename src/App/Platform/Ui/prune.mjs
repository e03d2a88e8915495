// Leaves out of a minified stylesheet every rule whose selectors name a class that no source names, then the
// custom properties and key frames that nothing left uses.

/** Blocks of a stylesheet: { head, body } for rules and at-rules with braces, { head } for statements. */
export function blocks(css) {
  const list = [];
  let start = 0;
  for (let i = 0; i < css.length; i++) {
    if (css[i] === '"' || css[i] === "'") i = skipString(css, i);
    else if (css.startsWith('/*', i)) i = css.indexOf('*/', i + 2) + 1;
    else if (css[i] === ';') { list.push({ head: css.slice(start, i + 1) }); start = i + 1; }
    else if (css[i] === '{') {
      const end = closing(css, i);
      list.push({ head: css.slice(start, i).replace(/\/\*[\s\S]*?\*\//g, '').trim(), body: css.slice(i + 1, end) });
      start = end + 1;
      i = end;
    }
  }
  return list;
}

function skipString(css, at) {
  let i = at + 1;
  while (css[i] !== css[at]) i += css[i] === '\\' ? 2 : 1;
  return i;
}

function closing(css, at) {
  let depth = 0;
  for (let i = at; i < css.length; i++) {
    if (css[i] === '"' || css[i] === "'") i = skipString(css, i);
    else if (css[i] === '{') depth++;
    else if (css[i] === '}' && --depth === 0) return i;
  }
  throw new Error('a brace is not closed');
}

/** Commas outside brackets part a selector list. */
function selectors(head) {
  const parts = [''];
  let depth = 0;
  for (const c of head) {
    if (c === '(' || c === '[') depth++;
    if (c === ')' || c === ']') depth--;
    if (c === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += c;
  }
  return parts;
}

export function prune(css, words) {
  const used = selector => {
    const bare = selector.replace(/:not\([^()]*\)/g, '');
    if (/navbar-theme|data-bs-layout|dark\] \[data-bs-theme=light|\[data-theme|theme-dark|:root \[|\[dir=|data-bs-theme-(?!)/.test(bare)) return false;
    return (bare.match(/\.-?[A-Za-z_][\w-]*/g) ?? []).every(c => words.has(c.slice(1)));
  };
  const walk = text => blocks(text).map(({ head, body }) => {
    if (body === undefined) return head.startsWith('@charset') ? '' : head;
    if (/^@(media|supports|container|layer)/.test(head)) {
      const inner = walk(body);
      return inner ? `${head}{${inner}}` : '';
    }
    if (head.startsWith('@')) return `${head}{${body}}`;
    const kept = selectors(head).filter(used);
    return kept.length ? `${kept.join(',')}{${body}}` : '';
  }).join('');
  let kept = walk(css);
  // Properties of :root that no remaining rule reads, again and again because one reads another.
  for (let before = 0; before !== kept.length;) {
    before = kept.length;
    const read = new Set([...kept.matchAll(/var\((--[\w-]+)/g)].map(m => m[1]));
    kept = kept.replace(/(?<=[{;])(--tblr-[\w-]+):(?:"[^"]*"|[^;{}"])*(;|(?=}))/g, (whole, name) => (read.has(name) ? whole : ''));
  }
  const frames = new Set([...kept.matchAll(/animation(?:-name)?:([^;}]+)/g)].flatMap(m => m[1].split(/[\s,]+/)));
  return blocks(kept).filter(b => !b.head.startsWith('@keyframes') || frames.has(b.head.split(' ')[1]))
    .map(b => (b.body === undefined ? b.head : `${b.head}{${b.body}}`)).join('');
}
