"use strict";
// Draws points and pictures with WebGL 2.

Unreel.pointShader = `#version 300 es
  in vec2 from; in vec2 to; in vec4 colour;
  uniform vec2 centre, window; uniform float scale, mixed, size; uniform vec4 hidden;
  out vec4 tint;
  void main() {
    vec2 place = (mix(from, to, mixed) - centre) * scale * 2.0 / window;
    gl_Position = vec4(place.x, -place.y, 0.0, 1.0);
    gl_PointSize = colour.a > 0.5 ? size : max(1.0, size * 0.6);
    tint = colour.a > 0.5 ? colour : hidden;
  }`;

Unreel.pointColour = `#version 300 es
  precision highp float;
  in vec4 tint; uniform float size; out vec4 result;
  void main() {
    float edge = (0.5 - length(gl_PointCoord - 0.5)) * size;
    result = tint * clamp(edge + 0.5, 0.0, 1.0);
  }`;

Unreel.pictureShader = `#version 300 es
  in vec2 corner; in vec2 place; in vec3 tile; in vec2 tileSize; in vec4 colour;
  uniform vec2 window, size; uniform float border;
  out vec2 within; out vec4 tint; flat out vec3 origin; flat out vec2 extent;
  void main() {
    vec2 pixel = place + corner * (size + 2.0 * border) / 2.0;
    gl_Position = vec4(pixel * 2.0 / window - 1.0, 0.0, 1.0) * vec4(1.0, -1.0, 1.0, 1.0);
    within = corner * (size + 2.0 * border) / 2.0;
    tint = colour; origin = tile; extent = tileSize;
  }`;

// Four samples a pixel, since a picture may be shown at a quarter of its sheet's size.
Unreel.pictureColour = `#version 300 es
  precision highp float; precision highp sampler2DArray;
  in vec2 within; in vec4 tint; flat in vec3 origin; flat in vec2 extent;
  uniform vec2 size; uniform float side; uniform sampler2DArray sheets;
  out vec4 result;
  vec3 at(vec2 shift) {
    vec2 place = ((within + shift) / size + 0.5) * extent;
    return texture(sheets, vec3((origin.xy + clamp(place, vec2(0.5), extent - 0.5)) / side, origin.z)).rgb;
  }
  void main() {
    vec3 sum = at(vec2(-0.25, -0.25)) + at(vec2(0.25, -0.25)) + at(vec2(-0.25, 0.25)) + at(vec2(0.25));
    vec2 outside = abs(within) - size / 2.0;
    float line = clamp(max(outside.x, outside.y) + 0.5, 0.0, 1.0);
    result = vec4(mix(sum / 4.0, tint.rgb, line), 1.0);
  }`;

/** A renderer; `CanvasRenderer` has the same functions. */
Unreel.WebGLRenderer = class {
  /** @throws {Error} if the browser has no WebGL 2. */
  constructor(app, canvas) {
    this.app = app;
    this.canvas = canvas;
    this.name = "WebGL";
    const gl = canvas.getContext("webgl2", { antialias: false, alpha: true, premultipliedAlpha: true });
    if (!gl) throw new Error("This browser has no WebGL 2.");
    this.gl = gl;
    this.side = 1;
    for (const level of app.reader.levels)
      this.side = Math.max(this.side, level.columns * level.width, level.rows * level.height);
    const sheets = app.reader.levels.reduce((sum, level) => sum + level.sheets, 0);
    if (this.side > gl.getParameter(gl.MAX_TEXTURE_SIZE))
      throw new Error("A sheet is larger than the " + gl.getParameter(gl.MAX_TEXTURE_SIZE) + " pixels of this WebGL.");
    /** At most 128 MB of decoded sheets. */
    this.capacity = Unreel.clamp(Math.floor((128 << 20) / (4 * this.side * this.side)), 2, Math.max(2, sheets));
    this.build();
  }

  /** Makes all that lies in the graphics memory, at first and after it was lost. */
  build() {
    this.buildPoints();
    this.buildPictures();
  }

  buildPoints() {
    const { gl } = this;
    const { data, scene } = this.app;
    this.points = this.program(Unreel.pointShader, Unreel.pointColour);
    this.pointArrays = gl.createVertexArray();
    this.mapBuffers = data.maps.map((map) => {
      const both = new Uint16Array(data.count * 2);
      for (let i = 0; i < data.count; i++) {
        both[2 * i] = map.x[i];
        both[2 * i + 1] = map.y[i];
      }
      return this.buffer(both);
    });
    this.colourBuffer = this.buffer(scene.colours);
  }

  buildPictures() {
    const { gl } = this;
    const { scene } = this.app;
    this.pictures = this.program(Unreel.pictureShader, Unreel.pictureColour);
    this.pictureArrays = gl.createVertexArray();
    gl.bindVertexArray(this.pictureArrays);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer(new Float32Array([-1, -1, 1, -1, -1, 1, 1, 1])));
    this.attribute(this.pictures, "corner", 2, gl.FLOAT, false, 0, 0, 0);
    // A picture: place (2), tile (3), size of the tile (2), colour (4 bytes): 32 bytes.
    this.pictureValues = new Float32Array(scene.limit * 8);
    this.pictureColours = new Uint32Array(this.pictureValues.buffer);
    this.pictureBuffer = this.buffer(this.pictureValues, gl.DYNAMIC_DRAW);
    this.attribute(this.pictures, "place", 2, gl.FLOAT, false, 32, 0, 1);
    this.attribute(this.pictures, "tile", 3, gl.FLOAT, false, 32, 8, 1);
    this.attribute(this.pictures, "tileSize", 2, gl.FLOAT, false, 32, 20, 1);
    this.attribute(this.pictures, "colour", 4, gl.UNSIGNED_BYTE, true, 32, 28, 1);
    this.texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D_ARRAY, this.texture);
    gl.texStorage3D(gl.TEXTURE_2D_ARRAY, 1, gl.RGBA8, this.side, this.side, this.capacity);
    gl.texParameteri(gl.TEXTURE_2D_ARRAY, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
    gl.texParameteri(gl.TEXTURE_2D_ARRAY, gl.TEXTURE_MAG_FILTER, gl.LINEAR);
    gl.texParameteri(gl.TEXTURE_2D_ARRAY, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D_ARRAY, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  }

  buffer(values, usage = this.gl.STATIC_DRAW) {
    const buffer = this.gl.createBuffer();
    this.gl.bindBuffer(this.gl.ARRAY_BUFFER, buffer);
    this.gl.bufferData(this.gl.ARRAY_BUFFER, values, usage);
    return buffer;
  }

  attribute(program, name, size, type, normalized, stride, offset, divisor) {
    const place = program.places[name];
    this.gl.enableVertexAttribArray(place);
    this.gl.vertexAttribPointer(place, size, type, normalized, stride, offset);
    this.gl.vertexAttribDivisor(place, divisor);
  }

  /** Links a program and finds its inputs by name. */
  program(vertex, fragment) {
    const { gl } = this;
    const program = gl.createProgram();
    for (const [kind, text] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]]) {
      const shader = gl.createShader(kind);
      gl.shaderSource(shader, text);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    }
    gl.linkProgram(program);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost())
      throw new Error("WebGL refused a program: " + gl.getProgramInfoLog(program));
    const places = {};
    for (let i = 0; i < gl.getProgramParameter(program, gl.ACTIVE_ATTRIBUTES); i++) {
      const { name } = gl.getActiveAttrib(program, i);
      places[name] = gl.getAttribLocation(program, name);
    }
    const uniforms = {};
    for (let i = 0; i < gl.getProgramParameter(program, gl.ACTIVE_UNIFORMS); i++) {
      const { name } = gl.getActiveUniform(program, i);
      uniforms[name] = gl.getUniformLocation(program, name);
    }
    return { program, places, uniforms };
  }

  /** Takes a decoded sheet into the graphics memory. */
  keep(slot, bitmap) {
    const { gl } = this;
    gl.bindTexture(gl.TEXTURE_2D_ARRAY, this.texture);
    gl.texSubImage3D(
      gl.TEXTURE_2D_ARRAY, 0, 0, 0, slot, Math.min(bitmap.width, this.side), Math.min(bitmap.height, this.side),
      1, gl.RGBA, gl.UNSIGNED_BYTE, bitmap);
    bitmap.close();
  }

  /** Takes the colours of all frames after they changed. */
  recolour(colours) {
    this.gl.bindBuffer(this.gl.ARRAY_BUFFER, this.colourBuffer);
    this.gl.bufferSubData(this.gl.ARRAY_BUFFER, 0, colours);
  }

  /** Draws the scene. */
  draw(scene) {
    const { gl } = this;
    gl.viewport(0, 0, this.canvas.width, this.canvas.height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    this.drawPoints(scene);
    this.drawPictures(scene);
  }

  drawPoints(scene) {
    const { gl } = this;
    const { camera, data } = this.app;
    const { program, uniforms } = this.points;
    gl.useProgram(program);
    gl.bindVertexArray(this.pointArrays);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.mapBuffers[scene.first]);
    this.attribute(this.points, "from", 2, gl.UNSIGNED_SHORT, false, 0, 0, 0);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.mapBuffers[scene.second]);
    this.attribute(this.points, "to", 2, gl.UNSIGNED_SHORT, false, 0, 0, 0);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.colourBuffer);
    this.attribute(this.points, "colour", 4, gl.UNSIGNED_BYTE, true, 0, 0, 0);
    gl.uniform2f(uniforms.centre, camera.x, camera.y);
    gl.uniform2f(uniforms.window, camera.width, camera.height);
    gl.uniform1f(uniforms.scale, camera.scale);
    gl.uniform1f(uniforms.mixed, scene.mix);
    gl.uniform1f(uniforms.size, this.app.pointSize() * devicePixelRatio);
    gl.uniform4f(uniforms.hidden, 0.28, 0.3, 0.32, 0.5);
    gl.drawArrays(gl.POINTS, 0, data.count);
  }

  drawPictures(scene) {
    const { gl, pictureValues } = this;
    const { cache, camera, reader, thumbnails } = this.app;
    if (scene.visibleCount === 0 || reader.levels.length === 0) return;
    const wanted = thumbnails.levelFor(scene.width * devicePixelRatio);
    let count = 0;
    // The first frames have priority. They are drawn last, on top.
    for (let i = scene.visibleCount - 1; i >= 0; i--) {
      const frame = scene.visible[i];
      cache.find(frame, wanted);
      // It stays a point until its sheet is there.
      if (cache.slot < 0) continue;
      const at = count++ * 8;
      pictureValues[at] = scene.visibleX[i];
      pictureValues[at + 1] = scene.visibleY[i];
      pictureValues[at + 4] = cache.slot;
      this.pictureColours[at + 7] = scene.packedColours[frame];
      const level = reader.levels[cache.level];
      const tile = frame % level.tiles;
      pictureValues[at + 2] = (tile % level.columns) * level.width;
      pictureValues[at + 3] = Math.floor(tile / level.columns) * level.height;
      pictureValues[at + 5] = level.width;
      pictureValues[at + 6] = level.height;
    }
    const { program, uniforms } = this.pictures;
    gl.useProgram(program);
    gl.bindVertexArray(this.pictureArrays);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.pictureBuffer);
    gl.bufferSubData(gl.ARRAY_BUFFER, 0, pictureValues, 0, count * 8);
    gl.bindTexture(gl.TEXTURE_2D_ARRAY, this.texture);
    gl.uniform2f(uniforms.window, camera.width, camera.height);
    gl.uniform2f(uniforms.size, scene.width - 2 * this.app.border, scene.height - 2 * this.app.border);
    gl.uniform1f(uniforms.border, this.app.border);
    gl.uniform1f(uniforms.side, this.side);
    gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, count);
  }
};
