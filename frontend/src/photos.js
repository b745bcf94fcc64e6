// Photographs on their way: made smaller before they are sent, and kept on this device until they have arrived.

const LONG_SIDE = 1600; // pixels: enough to read a house number by
const SMALL = 400_000; // bytes: what is no larger is sent as it is

export async function shrunk(file) {
  if (file.size <= SMALL) return file;
  try {
    const drawn = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONG_SIDE / Math.max(drawn.width, drawn.height));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [drawn.width * scale, drawn.height * scale].map(Math.round);
    canvas.getContext("2d").drawImage(drawn, 0, 0, canvas.width, canvas.height);
    drawn.close();
    const small = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return small && small.size < file.size ? new File([small], "photo.jpg", { type: "image/jpeg" }) : file;
  } catch {
    return file; // an old browser, or no picture at all: the server will say
  }
}

// Puts files into the browser's own field, so that it sends them itself, also without what follows here.
export function put(field, files) {
  const several = new DataTransfer();
  files.forEach((file) => several.items.add(file));
  field.files = several.files;
}

const store = (mode, act) =>
  new Promise((done) => {
    try {
      const opening = indexedDB.open("say", 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("photos");
      opening.onerror = () => done();
      opening.onsuccess = () => {
        const change = opening.result.transaction("photos", mode);
        const asked = act(change.objectStore("photos"));
        change.oncomplete = () => (opening.result.close(), done(asked.result));
        change.onabort = () => (opening.result.close(), done()); // the device is full: they are sent from the field
      };
    } catch {
      done(); // storage is off
    }
  });

export const keep_photos = (key, files) => store("readwrite", (photos) => (files.length ? photos.put(files, key) : photos.delete(key)));
export const kept_photos = async (key) => (await store("readonly", (photos) => photos.get(key))) || [];
