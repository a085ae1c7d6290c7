/**
 * How an error travels through Temporal: its message and stack as a payload, which is sealed, its type readable.
 * CommonJS, because the SDK takes it by `require`, which warns of ES modules on Node 20.
 */
'use strict';

const { DefaultFailureConverter } = require('@temporalio/common');

exports.failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
