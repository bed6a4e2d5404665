// Modal dialogs, which jsdom does not have.

const proto = HTMLDialogElement.prototype as { showModal: unknown; close: unknown };
proto.showModal = function (this: HTMLDialogElement) {
  this.open = true;
};
proto.close = function (this: HTMLDialogElement, value = "") {
  if (!this.open) return;
  Object.defineProperty(this, "returnValue", { value });
  this.open = false;
  setTimeout(() => this.dispatchEvent(new Event("close"))); // in a task of its own, as browsers have it
};
