// Makes chosen pictures smaller before they leave the machine: a telephone's photograph of 12 million points is
// 5 MB, and the store keeps 2,560 points a side anyway. The server draws every picture anew; this saves the way.
(() => {
  "use strict";
  const LONGEST = 2560;
  const SMALL = 400e3;
  const DRAWN = new Set(["image/jpeg", "image/png", "image/webp"]);

  async function smaller(file) {
    if (!DRAWN.has(file.type) || file.size <= SMALL) return file;
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const share = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * share);
    canvas.height = Math.round(picture.height * share);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((done) => canvas.toBlob(done, file.type, 0.86));
    if (!blob || blob.type !== file.type || blob.size >= file.size) return file;
    return new File([blob], file.name, { type: file.type, lastModified: file.lastModified });
  }

  // What cannot be drawn goes as it is: the server says what is wrong with it.
  window.shrinkPictures = (files) => Promise.all(files.map((file) => smaller(file).catch(() => file)));
})();
