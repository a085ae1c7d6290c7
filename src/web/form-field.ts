/** One field of a command as people fill it in, whatever its kind: label, hint, input, and what was typed before. */
import { html } from 'hono/html';
import { shortText, type Field } from '../domain/shape.ts';
import { isOpenTask } from '../domain/task.ts';
import { unreviewed } from '../domain/glass.ts';
import { playbooksOf } from '../policy/playbooks.ts';
import type { Status } from '../domain/status.ts';
import { law } from '../domain/rules/index.ts';
import { choiceWords, hints, usual } from './field-words.ts';
import type { Html } from './page.ts';
import { at } from './times.ts';
import type { View } from './view.ts';

export type Typed = Readonly<Record<string, string | readonly string[] | undefined>>;

export type Choice = readonly [value: string, label: string];

/** `subjectCategories` is Subject categories. */
export function fieldLabel(name: string): string {
  return capital(name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));
}

export function formField(
  name: string,
  field: Field,
  typed: Typed,
  view: View,
  status: Status | undefined,
): Html {
  const choices = choicesOf(name, field, view, status);
  const isMany = field.kind === 'list';
  const standard = usual[name];
  const known = choices?.some(([choice]) => choice === standard) ? standard : undefined;
  const value = typed[name] ?? known;
  const one = typeof value === 'string' ? value : (value?.join('\n') ?? '');
  if (choices && (isMany || (choices.length <= fewChoices && field.kind === 'choice')))
    return group(
      name,
      field,
      choices,
      Array.isArray(value) ? value : [one],
      hint(name, field, choices, view),
    );
  if (field.kind === 'flag')
    return html`<p class="field check">
      <label
        ><input type="checkbox" name="${name}" value="yes" ${one === 'yes' ? html` checked` : ''} />
        ${fieldLabel(name)}</label
      >
      <span class="hint">${capital(field.help)}</span>
    </p>`;
  const id = `f-${name}`;
  const common = html`id="${id}" name="${name}"
  aria-describedby="${id}-hint"${field.required ? html` required` : ''}`;
  return html`<div class="field">
    <label for="${id}"
      >${fieldLabel(name)}${field.required ? '' : html` <span class="optional">(optional)</span>`}</label
    >
    <p class="hint" id="${id}-hint">${hint(name, field, choices, view)}</p>
    ${choices ? select(common, choices, one, field.required) : input(common, field, one)}
  </div>`;
}

/** Buttons that are all seen at once, up to here; a list to open beyond. */
const fewChoices = 6;

function hint(
  name: string,
  field: Field,
  choices: readonly Choice[] | undefined,
  view: View,
): Html | string {
  const help = capital((choices && hints[name]) ?? field.help);
  if (choices) return help;
  if (field.kind === 'instant')
    return html`${help}. In ${view.zone} time; now it is ${at(view.nowMs, view)}.`;
  return field.kind === 'list' ? `${help}; one a line` : help;
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function input(common: Html, field: Field, one: string): Html {
  switch (field.kind) {
    case 'instant':
      return html`<input type="datetime-local" ${common} value="${one}" />`;
    case 'count':
      return html`<input
        type="text"
        inputmode="numeric"
        pattern="[0-9]{1,15}"
        ${common}
        value="${one}"
      />`;
    case 'text':
      return field.max > shortText
        ? html`<textarea ${common} rows="4" maxlength="${field.max}">${one}</textarea>`
        : html`<input type="text" ${common} maxlength="${field.max}" value="${one}" />`;
    case 'list':
      return html`<textarea ${common} rows="3">${one}</textarea>`;
    default:
      return html`<input type="text" ${common} value="${one}" />`;
  }
}

function select(common: Html, choices: readonly Choice[], one: string, isRequired: boolean): Html {
  return html`<select ${common}>
    ${isRequired && one !== '' ? '' : html`<option value="">${isRequired ? 'Choose' : '–'}</option>`}${choices.map(([value, label]) => html`<option value="${value}" ${value === one ? html` selected` : ''}>${label}</option>`)}
  </select>`;
}

function group(
  name: string,
  field: Field,
  choices: readonly Choice[],
  chosen: readonly string[],
  said: Html | string,
): Html {
  const type = field.kind === 'list' ? 'checkbox' : 'radio';
  return html`<fieldset class="field">
    <legend>
      ${fieldLabel(name)}${field.required ? '' : html` <span class="optional">(optional)</span>`}
    </legend>
    <p class="hint">${said}</p>
    <div class="choices">
      ${choices.map(([value, label]) => html`<label><input type="${type}" name="${name}" value="${value}" ${chosen.includes(value) ? html` checked` : ''}${type === 'radio' && field.required ? html` required` : ''} /> ${label}</label>`)}
    </div>
  </fieldset>`;
}

/** What can be chosen: by the kind of the field, or by what the incident has. Undefined: it is typed. */
function choicesOf(
  name: string,
  field: Field,
  { policy, names }: View,
  status: Status | undefined,
): readonly Choice[] | undefined {
  if (field.kind === 'choice')
    return field.of.map((value) => [value, choiceWords[value] ?? value.replaceAll('-', ' ')]);
  if (field.kind === 'person' || (field.kind === 'list' && name === 'people'))
    return Object.entries(names);
  if (field.kind === 'playbook')
    return Object.entries(playbooksOf(policy.playbooks)).map(([id, { title }]) => [id, title]);
  if (name === 'rule')
    return [
      ...Object.values(law)
        .filter(({ enabled }) => enabled)
        .map(({ id, article, title }) => [id, `${article}: ${title}`] as const),
      ...Object.entries(policy.rules).map(([id, { title }]) => [id, title] as const),
    ];
  const known = status && ofIncident(name, status);
  if (known && known.length > 0) return known;
  const customers = Object.entries(policy.customers);
  const isCustomers = name === 'customer' || name === 'customers';
  return isCustomers && customers.length > 0 && customers.length <= mostCustomers
    ? customers.map(([id, { name: label }]) => [id, label])
    : undefined;
}

/** More of them are typed by their ids. */
const mostCustomers = 60;

function ofIncident(name: string, status: Status): readonly Choice[] | undefined {
  switch (name) {
    case 'duty':
      return status.duties.map(({ id, article, title }) => [id, `${article}: ${title}`]);
    case 'task':
      return status.tasks.filter(isOpenTask).map(({ id, title }) => [id, `${id} ${title}`]);
    case 'notice':
      return status.notices.map(({ id, about }) => [
        id,
        `${id} ${'duty' in about ? about.duty : about.customer}`,
      ]);
    case 'glass':
      return unreviewed(status).map(({ id, reason }) => [id, `${id} ${reason}`]);
    default:
      return undefined;
  }
}
