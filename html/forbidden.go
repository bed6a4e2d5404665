package html

import (
	"slices"
	"strings"
)

// forbiddenAttr tells why an attribute can't be given by name, or nothing.
func forbiddenAttr(name string) string {
	if name == "" {
		return "an attribute needs a name"
	}
	for i := range len(name) {
		switch c := name[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9' && i > 0:
		case (c == '-' || c == '_' || c == ':' || c == '.') && i > 0:
		default:
			return "a name has letters, digits, hyphens, colons, dots and underscores, and starts with a letter"
		}
	}
	lower := strings.ToLower(name)
	switch lower {
	case "style":
		return "use Style, which holds under a strict Content-Security-Policy"
	case "class":
		return "use Class and ClassIf"
	case "value":
		return "use Value"
	case "srcdoc", "shadowrootmode", "shadowrootdelegatesfocus", "shadowrootclonable", "shadowrootserializable":
		return "markup can't be made of run-time values"
	case "srcset", "imagesrcset":
		return "it holds several URLs, which can't be checked; its method takes a constant"
	case "http-equiv":
		return "use HTTPEquiv"
	case "ping":
		return "it reports clicks to a URL"
	case "z":
		return "names that start with z- are Azu's own"
	}
	switch {
	case strings.HasPrefix(lower, "on"):
		return "event handlers are code; use the events of package live"
	case strings.HasPrefix(lower, "z-"):
		return "names that start with z- are Azu's own"
	case strings.HasPrefix(lower, "xmlns"):
		return "the parser knows the namespaces by itself"
	case lower != name && !slices.Contains(drawn, name):
		return "it is written with small letters, as a parser has it"
	}
	return ""
}

// drawn are the attributes of drawings in which a parser restores the capitals.
var drawn = strings.Fields(`attributeName attributeType baseFrequency baseProfile calcMode clipPathUnits
	diffuseConstant edgeMode filterUnits gradientTransform gradientUnits kernelMatrix kernelUnitLength
	keyPoints keySplines keyTimes lengthAdjust limitingConeAngle markerHeight markerUnits markerWidth
	maskContentUnits maskUnits numOctaves pathLength patternContentUnits patternTransform patternUnits
	pointsAtX pointsAtY pointsAtZ preserveAlpha preserveAspectRatio primitiveUnits refX refY repeatCount
	repeatDur requiredExtensions requiredFeatures specularConstant specularExponent spreadMethod
	startOffset stdDeviation stitchTiles surfaceScale systemLanguage tableValues targetX targetY
	textLength viewBox viewTarget xChannelSelector yChannelSelector zoomAndPan`)

// styleName tells why a style property can't have this name, or nothing. It travels in
// an attribute's name, where a parser makes capitals small.
func styleName(s string) string {
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '_' {
			return "it is written with small letters and hyphens, as in a style sheet"
		}
	}
	if s == "" {
		return "it needs a name"
	}
	return ""
}

// HTTPEquiv is the attribute http-equiv: a response header that the document stands in
// for. A refresh panics, for it could send the visitor to any address; redirect from
// the handler instead.
func (b *Builder) HTTPEquiv(v constant) Node {
	if strings.EqualFold(strings.TrimSpace(string(v)), "refresh") {
		panic(b.fault("http-equiv=refresh can't be rendered: redirect instead"))
	}
	return b.attrConst(attrHTTPEquiv, v)
}
