/** How long a download's address stays valid, ms: browsers read it at once, slow disks a little later. */
const REVOKE_AFTER_MS = 60_000;

/** Hands the browser a file to save. Nothing leaves the device. */
export function saveFile(name: string, content: string | Uint8Array, type: string): void {
  const address = URL.createObjectURL(new Blob([typeof content === 'string' ? content : content.slice()], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), REVOKE_AFTER_MS);
}
