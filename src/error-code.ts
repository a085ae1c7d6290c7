/** The code that Node gives an error of files, sockets and processes, such as ENOENT. */

/** Undefined for an error without one. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

export function isCode(error: unknown, code: string): boolean {
  return codeOf(error) === code;
}
