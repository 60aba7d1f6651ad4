<?php
// This file is part of Moodle - https://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <https://www.gnu.org/licenses/>.

namespace local_ltibadgeconnector;

/**
 * Signs a delivery as Standard Webhooks 1.0 says: HMAC-SHA256 over id, time and the very bytes that are sent.
 *
 * @package    local_ltibadgeconnector
 * @copyright  2026 LTI Badge Connector contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class signature {
    /**
     * The headers of one attempt.
     *
     * @param string $secret As the connector shows it: whsec_ and base64.
     * @param string $deliveryid
     * @param int $time
     * @param string $body
     * @return string[] Lines.
     * @throws \moodle_exception The secret is not one.
     */
    public static function headers(string $secret, string $deliveryid, int $time, string $body): array {
        $key = self::key($secret);
        if ($key === null) {
            throw new \moodle_exception('secretwrong', settings::COMPONENT);
        }
        $signature = base64_encode(hash_hmac('sha256', "$deliveryid.$time.$body", $key, true));
        return ["webhook-id: $deliveryid", "webhook-timestamp: $time", "webhook-signature: v1,$signature"];
    }

    /**
     * The bytes of a secret.
     *
     * @param string $secret
     * @return string|null Null when it is not a secret of 24 to 64 bytes.
     */
    public static function key(string $secret): ?string {
        $text = strpos($secret, 'whsec_') === 0 ? substr($secret, strlen('whsec_')) : $secret;
        $key = base64_decode($text, true);
        return $key !== false && strlen($key) >= 24 && strlen($key) <= 64 ? $key : null;
    }
}
