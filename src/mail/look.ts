/** Colours and measures of a mail. Every pair of ink and paper has at least the contrast of WCAG AA (4.5:1). */
import { raw } from 'hono/html';
import type { Tone } from './letter.ts';

export type Look = { readonly ink: string; readonly paper: string };

export const tones: Readonly<Record<Tone, Look>> = {
  calm: { ink: '#1f4e79', paper: '#eef4fa' },
  urgent: { ink: '#8a4300', paper: '#fdf3e4' },
  late: { ink: '#a3161b', paper: '#fdeeee' },
};

const dark: Readonly<Record<Tone, Look>> = {
  calm: { ink: '#8fbdea', paper: '#1d2a37' },
  urgent: { ink: '#f2b560', paper: '#33291a' },
  late: { ink: '#ff938b', paper: '#3a2022' },
};

const ink = '#1b212c';
const quiet = '#566070';
const line = '#e2e6eb';
/** No web font is loaded: that would be a request from the reader's machine. */
const sans = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const mono = 'font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace';
const wrap = 'overflow-wrap:anywhere;word-break:break-word';

export const look = {
  page: `margin:0;padding:0;background-color:#f3f5f7;color:${ink};${sans};-webkit-text-size-adjust:100%`,
  // Kept out of sight everywhere; Word knows only its own word for that.
  preheader:
    'display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;color:#f3f5f7;mso-hide:all',
  outer: 'border-collapse:collapse;background-color:#f3f5f7',
  gutter: 'padding:24px 8px',
  card: 'max-width:600px;background-color:#ffffff;border-collapse:separate;border-radius:6px;text-align:left',
  inside: `padding:24px 22px 28px;border-radius:6px;${sans};font-size:16px;line-height:1.5;${wrap}`,
  eyebrow: 'margin:0;font-size:14px;letter-spacing:0.02em',
  heading: `margin:6px 0 16px;font-size:23px;line-height:1.28;font-weight:650;color:${ink};${wrap}`,
  subheading: `margin:30px 0 8px;font-size:17px;line-height:1.3;color:${ink}`,
  paragraph: `margin:0 0 14px;color:${ink}`,
  quiet: `margin:0 0 14px;font-size:14px;color:${quiet}`,
  box: 'margin:0 0 18px;border-collapse:separate',
  boxed: `padding:16px 18px;border-radius:6px;${sans};font-size:16px;line-height:1.5;${wrap}`,
  big: 'margin:0;font-size:34px;line-height:1.15;letter-spacing:-0.01em',
  small: `margin:4px 0 0;font-size:15px;color:${ink}`,
  rows: 'margin:0 0 18px;border-collapse:collapse',
  label: `width:36%;padding:8px 12px 8px 0;border-top:1px solid ${line};${sans};font-size:14px;line-height:1.5;color:${quiet};${wrap};-webkit-hyphens:auto;hyphens:auto`,
  value: `padding:8px 0;border-top:1px solid ${line};${sans};font-size:15px;line-height:1.45;color:${ink};${wrap}`,
  note: `font-size:14px;color:${quiet}`,
  link: `color:${tones.calm.ink};${wrap}`,
  list: `margin:0 0 16px;padding-left:22px;color:${ink}`,
  item: 'margin:0 0 7px',
  ask: 'margin:0 0 18px;border-collapse:separate',
  caption: `margin:0 0 5px;font-size:14px;color:${quiet}`,
  code: `padding:11px 13px;border-radius:5px;background-color:#eef0f3;color:${ink};${mono};font-size:14px;line-height:1.5;white-space:pre-wrap;${wrap}`,
  typed: `${mono};font-size:14px`,
  button: 'margin:0 0 18px;border-collapse:separate',
  press: 'padding:13px 24px;border-radius:6px',
  pressed: `color:#ffffff;${sans};font-size:16px;line-height:1.3;font-weight:600;text-decoration:none;${wrap}`,
  together: 'white-space:nowrap',
  // A single word may be longer than a phone is wide.
  word: 'display:inline-block;max-width:100%',
  footer: 'max-width:600px;border-collapse:collapse;text-align:left',
  foot: `padding:16px 16px 0;text-align:left;${sans};font-size:13px;line-height:1.5;color:${quiet};${wrap}`,
} as const;

type Rule = readonly [
  selector: string,
  property: 'color' | 'background-color' | 'border-color' | 'border-top-color',
  value: string,
];

const darkRules: readonly Rule[] = [
  ['.page', 'background-color', '#11151a'],
  ['.card', 'background-color', '#1a2027'],
  ['.ink', 'color', '#e9edf2'],
  ['.quiet', 'color', '#a6b0bd'],
  ['.cell', 'border-color', '#303945'],
  ['.code', 'background-color', '#262e38'],
  ['.code', 'color', '#e9edf2'],
  ['.link', 'color', dark.calm.ink],
  ...Object.entries(dark).flatMap(([name, { ink: letters, paper }]): Rule[] => [
    [`.${name}`, 'color', letters],
    [`.${name}-box`, 'background-color', paper],
    [`.${name}-edge`, 'border-top-color', letters],
    [`.${name}-button`, 'background-color', letters],
    [`.${name}-press`, 'color', '#11151a'],
  ]),
];

/** `!important`, because inline styles would win otherwise. */
function written(rules: readonly Rule[], before: (rule: Rule) => string): string {
  return rules.map((rule) => `${before(rule)}${rule[0]}{${rule[1]}:${rule[2]}!important}`).join('');
}

/**
 * Outlook on the web asks by attributes of its own, and marks text and background apart. A phone turns each row into
 * two lines. Raw: it is ours alone.
 */
export const stylesheet = raw(
  `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (max-width:480px){.gutter{padding:0 0 20px!important}.card,.inside{border-radius:0!important}.inside{padding:20px 18px 22px!important}.cell{display:block!important;width:auto!important;padding-right:0!important}.rule{padding-bottom:0!important}.value{border-top:0!important;padding-top:1px!important}}
@media (prefers-color-scheme:dark){${written(darkRules, () => '')}}
${written(darkRules, ([, property]) => (property === 'color' ? '[data-ogsc] ' : '[data-ogsb] '))}`,
);

/**
 * Outlook for Windows draws with Word: it knows no max-width, so it gets a table of a fixed width around ours, and a
 * font that it has, or it would take Times.
 */
export const word = {
  style: raw(
    '<!--[if mso]><style>body,table,td,p,h1,h2,li,a{font-family:"Segoe UI",Arial,sans-serif!important}.code,code{font-family:Consolas,monospace!important}</style><![endif]-->',
  ),
  open: raw(
    '<!--[if mso]><table role="presentation" width="600" align="center" cellpadding="0" cellspacing="0"><tr><td><![endif]-->',
  ),
  close: raw('<!--[if mso]></td></tr></table><![endif]-->'),
};

/** Behind the preheader, so that lists of mails do not show what follows it too: joiners without a width. */
export const filler = raw('&#847;&zwnj;&nbsp;'.repeat(60));
