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
 * Posts over HTTP with Moodle's own client, which knows the site's proxy and the hosts that are not allowed.
 *
 * @package    local_ltibadgeconnector
 * @copyright  2026 LTI Badge Connector contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class transport {
    /** Seconds until a connection stands. */
    private const CONNECT = 5;

    /** Seconds for a whole answer. */
    private const TOTAL = 15;

    /**
     * Posts one body. Never throws for what the other side does.
     *
     * @param string $url
     * @param string $body
     * @param string[] $headers
     * @return answer
     */
    public function post(string $url, string $body, array $headers): answer {
        global $CFG;
        require_once($CFG->libdir . '/filelib.php');
        $curl = new \curl(['cache' => false]);
        $curl->setHeader(array_merge(['Content-Type: application/json', 'Accept: application/json, application/problem+json',
            'Expect:'], $headers));
        $text = $curl->post($url, $body, [
            'CURLOPT_CONNECTTIMEOUT' => self::CONNECT,
            'CURLOPT_TIMEOUT' => self::TOTAL,
            'CURLOPT_FOLLOWLOCATION' => 0,
            'CURLOPT_USERAGENT' => 'Moodle local_ltibadgeconnector',
        ]);
        if ($curl->get_errno()) {
            return new answer(answer::NONE, (string) $curl->error);
        }
        $info = $curl->get_info();
        $status = (int) ($info['http_code'] ?? answer::NONE);
        return new answer($status, self::problem($status, (string) $text), self::retry_after($curl->getResponse()));
    }

    /**
     * The code and the detail of a problem document, or the status alone.
     *
     * @param int $status
     * @param string $text
     * @return string
     */
    private static function problem(int $status, string $text): string {
        if ($status >= 200 && $status < 300) {
            return '';
        }
        $document = json_decode($text, true);
        $type = is_array($document) && is_string($document['type'] ?? null) ? basename($document['type']) : '';
        $detail = is_array($document) && is_string($document['detail'] ?? null) ? $document['detail'] : '';
        // Moodle's client answers a blocked host with a text and no status.
        $plain = $status === answer::NONE ? $text : '';
        return trim("HTTP $status $type $detail " . clean_param($plain, PARAM_TEXT));
    }

    /**
     * Seconds that the other side asks to wait: a number, or a date.
     *
     * @param array $headers
     * @return int|null
     */
    private static function retry_after(array $headers): ?int {
        foreach ($headers as $name => $value) {
            if (strtolower((string) $name) !== 'retry-after' || is_array($value)) {
                continue;
            }
            $value = trim($value);
            if (ctype_digit($value)) {
                return (int) $value;
            }
            $date = strtotime($value);
            return $date === false ? null : max(0, $date - time());
        }
        return null;
    }
}
