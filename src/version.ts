/** The version of the product, as `--version` tells it and evidence packs name it. */

export const version = '0.1.0';
