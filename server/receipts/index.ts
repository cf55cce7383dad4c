/**
 * **Knows** how a shopper's report id is proven to be among those of an opened batch, without any other id being told.
 * **Not here** the bytes of a receipt (`#core/protocol`), checking one (`#core/audit`), which ids were counted (`#server/store`).
 * **Trust** whoever asks must know the id, 128 random bits that only its device and the two servers have. The answer names the
 * batch, the place among its ids and hashes: no id, no time, nothing of a batch that was not opened. Asking is limited for all
 * together, so that no address is kept to count by.
 */
export { receiptRoute, type ReceiptSource } from './receipts.ts';
