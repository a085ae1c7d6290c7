/** Shows what a user typed inside a message: the same as everywhere. */
export { shown } from '../sending/shown.ts';
