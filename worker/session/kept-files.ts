export { decodeModel } from '#core/fedavg';
export { decodeCompany, encodeCompany } from './company-file.ts';
