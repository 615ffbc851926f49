//! The parts of a drawing and their attributes that are seen. Nothing else is published.
//!
//! In: a name. Out: whether what bears it can be seen. What an editor keeps for itself (layers, guides, the path of the
//! last export), titles and descriptions that no reader hears, since a picture is read out by its text, scripts, films and
//! fonts are not in these lists.

use roxmltree::Attribute;

pub(super) const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Whether an attribute is one of drawings, and not of an editor.
pub(super) fn is_attribute(attribute: &Attribute<'_, '_>) -> bool {
    matches!(attribute.namespace(), None | Some(SVG | XLINK | XML))
}

/// Whether a property of a style can be seen.
pub(super) fn is_property(name: &str) -> bool {
    PROPERTIES.contains(&name) || STYLE_ONLY.contains(&name)
}

/// Whether an attribute is published as it is; those that point elsewhere, names and styles are written anew.
pub(super) fn is_published(name: &str) -> bool {
    PROPERTIES.contains(&name) || MEASURES.contains(&name)
}

/// Properties, which stand in attributes and in styles alike.
const PROPERTIES: [&str; 56] = [
    "alignment-baseline",
    "baseline-shift",
    "clip-path",
    "clip-rule",
    "color",
    "color-interpolation",
    "color-rendering",
    "direction",
    "display",
    "dominant-baseline",
    "fill",
    "fill-opacity",
    "fill-rule",
    "font-family",
    "font-size",
    "font-size-adjust",
    "font-stretch",
    "font-style",
    "font-variant",
    "font-weight",
    "glyph-orientation-horizontal",
    "glyph-orientation-vertical",
    "image-rendering",
    "kerning",
    "letter-spacing",
    "marker-end",
    "marker-mid",
    "marker-start",
    "mask",
    "mask-type",
    "opacity",
    "overflow",
    "paint-order",
    "shape-rendering",
    "stop-color",
    "stop-opacity",
    "stroke",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
    "stroke-width",
    "text-anchor",
    "text-decoration",
    "text-overflow",
    "text-rendering",
    "transform",
    "transform-origin",
    "unicode-bidi",
    "vector-effect",
    "visibility",
    "white-space",
    "word-spacing",
    "writing-mode",
];

/// Properties that count in styles only.
const STYLE_ONLY: [&str; 14] = [
    "background",
    "background-color",
    "filter",
    "font",
    "font-feature-settings",
    "font-kerning",
    "font-optical-sizing",
    "font-variation-settings",
    "isolation",
    "line-height",
    "marker",
    "mix-blend-mode",
    "text-orientation",
    "transform-box",
];

/// Attributes that say where and how large something is.
const MEASURES: [&str; 49] = [
    "clipPathUnits",
    "cx",
    "cy",
    "d",
    "dx",
    "dy",
    "fr",
    "fx",
    "fy",
    "gradientTransform",
    "gradientUnits",
    "height",
    "lengthAdjust",
    "markerHeight",
    "markerUnits",
    "markerWidth",
    "maskContentUnits",
    "maskUnits",
    "method",
    "offset",
    "orient",
    "pathLength",
    "patternContentUnits",
    "patternTransform",
    "patternUnits",
    "points",
    "preserveAspectRatio",
    "r",
    "refX",
    "refY",
    "requiredExtensions",
    "requiredFeatures",
    "rotate",
    "rx",
    "ry",
    "side",
    "spacing",
    "spreadMethod",
    "startOffset",
    "systemLanguage",
    "textLength",
    "viewBox",
    "width",
    "x",
    "x1",
    "x2",
    "y",
    "y1",
    "y2",
];
