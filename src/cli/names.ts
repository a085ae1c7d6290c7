/** Names where people read: the same as everywhere. */
export { customerName, nameOf } from '../looking/names.ts';
