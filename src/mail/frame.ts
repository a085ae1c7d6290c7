/** The shared HTML form: one column, system fonts, nothing loaded from outside, light and dark. */
import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { Language } from '../domain/language.ts';
import type { Block, Letter } from './letter.ts';
import { filler, look, stylesheet, tones, word, type Look } from './look.ts';
import { preheader } from './preheader.ts';

export type Frame = {
  readonly letter: Letter;
  readonly language: Language;
  readonly eyebrow: string;
  /** Why this mail came here, when it stands in for another. */
  readonly insteadOf: string | undefined;
  readonly footer: readonly string[];
};

/** hono's `html` escapes every value; it is only asynchronous when a value is a promise, which none is here. */
function markup(strings: TemplateStringsArray, ...values: unknown[]): HtmlEscapedString {
  const out = html(strings, ...values);
  if (out instanceof Promise) throw new Error('a mail must not wait for anything');
  return out;
}

/** Styles are inline, because many mail programs drop style sheets, and some every style: the elements say it too. */
export function renderHtml({ letter, language, eyebrow, insteadOf, footer }: Frame): string {
  const tone = tones[letter.tone];
  return markup`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${letter.heading}</title>
<style>${stylesheet}</style>
${word.style}
</head>
<body class="page" style="${look.page}">
<div hidden style="${look.preheader}">${preheader(letter)}${filler}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="page" style="${look.outer}"><tr><td align="center" class="gutter" style="${look.gutter}">
${word.open}
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="card" style="${look.card}"><tr><td class="inside ${letter.tone}-edge" style="${look.inside};border-top:4px solid ${tone.ink}">
<p class="${letter.tone}" style="${look.eyebrow};color:${tone.ink}"><strong>${eyebrow}</strong></p>
<h1 class="ink" style="${look.heading}"><span dir="auto">${prose(letter.heading)}</span></h1>
${insteadOf === undefined ? '' : markup`<p class="quiet" style="${look.quiet}">${insteadOf}</p>`}
${letter.blocks.map((block) => renderBlock(block, letter.tone, tone))}
</td></tr></table>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="${look.footer}"><tr><td class="quiet" style="${look.foot}">${footer.map((line) => markup`<div>${prose(line)}</div>`)}</td></tr></table>
${word.close}
</td></tr></table>
</body>
</html>`.toString();
}

function renderBlock(block: Block, name: string, tone: Look): HtmlEscapedString {
  switch (block.kind) {
    case 'paragraph':
      return markup`<p class="ink" style="${look.paragraph}">${block.strong ? markup`<strong>${prose(block.text)}</strong>` : prose(block.text)}</p>`;
    case 'heading':
      return markup`<h2 class="ink" style="${look.subheading}">${block.text}</h2>`;
    case 'count':
      return markup`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="${look.box}"><tr><td class="${name}-box" style="${look.boxed};background-color:${tone.paper}">
<p class="${name}" style="${look.big};color:${tone.ink}"><strong>${block.big}</strong></p>
<p class="ink" style="${look.small}">${prose(block.small)}</p></td></tr></table>`;
    case 'rows':
      return markup`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="${look.rows}">${block.rows.map(
        ({ label, value, href, note }) => markup`<tr>
<td class="quiet cell rule" valign="top" style="${look.label}">${together(label.split(day), look.together)}</td>
<td class="ink cell value" valign="top" style="${look.value}">${href === undefined ? markup`<span dir="auto">${prose(value)}</span>` : markup`<a class="link" href="${href}" style="${look.link}">${value}</a>`}${note === undefined ? '' : markup`<br><span class="quiet" style="${look.note}">${prose(note)}</span>`}</td></tr>`,
      )}</table>`;
    case 'list': {
      const items = block.items.map((item) => markup`<li style="${look.item}">${prose(item)}</li>`);
      return block.numbered
        ? markup`<ol class="ink" style="${look.list}">${items}</ol>`
        : markup`<ul class="ink" style="${look.list}">${items}</ul>`;
    }
    case 'command':
      return markup`<p class="quiet" style="${look.caption}">${block.label}</p>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="${look.ask}"><tr><td class="code" style="${look.code}"><code style="${look.typed}">${words(block.command)}</code></td></tr></table>`;
    case 'action':
      // The cell has the colour and the space: Outlook gives neither to a link.
      return markup`<table role="presentation" cellpadding="0" cellspacing="0" style="${look.button}"><tr>
<td align="center" bgcolor="${tone.ink}" class="${name}-button" style="${look.press};background-color:${tone.ink}"><a class="${name}-press" href="${block.url}" style="${look.pressed}">${block.label}</a></td></tr></table>`;
  }
}

/** Instants with the comma behind them, articles, rungs and ids: browsers would break them at a hyphen or a space. */
const unbroken =
  /(\(?\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2}(?::\d{2})? UTC\)?[,.;:]?)?|Art\. \d+(?:\(\d\)| Abs\. \d)?|T-\d+[hms]|INC-[0-9A-Z]{5})/;

/** Alone in a label: its column is too narrow for more that does not break. */
const day = /(\d{4}-\d{2}-\d{2})/;

function prose(text: string): unknown {
  return together(text.split(unbroken), look.together);
}

/** Between two words of a command it may break, and is copied with its spaces. */
function words(command: string): unknown {
  return together(command.split(/([^ ]+)/), look.word);
}

/** `split` with a group gives what it matched at every odd place. */
function together(parts: readonly string[], style: string): unknown {
  return parts.map((part, n) =>
    n % 2 === 1 ? markup`<span style="${style}">${part}</span>` : part,
  );
}
